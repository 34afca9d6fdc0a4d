using System.IO.Compression;
using System.Text;
using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Joblib;

public class JoblibTests
{
    [Fact]
    public void Honest_files_of_every_version_are_not_flagged() =>
        Labels.FewAreFlagged([.. Labels.Of("joblib").Select(one => one.File)]);

    [Fact]
    public void Arrays_inside_a_pickle_are_stepped_over()
    {
        var report = Cases.Examine(Cases.Folder("joblib/joblib_0.11.0_pickle_py36_np111.pkl"))[0];
        Assert.Equal((Verdict.Safe, 4), (report.Verdict, (int)report.Facts[FactNames.Arrays]!));
    }

    [Fact]
    public void What_follows_an_array_is_read_as_the_pickle_it_is()
    {
        byte[] wrapped = [0x80, 3, .. "]("u8, .. Wrapper(3), 1, 2, 3, .. "cos\nsystem\n)Re."u8];
        Assert.Equal(["pickle.unsafe-import", "pickle.unsafe-call"], Cases.Examine("a.pkl", wrapped)[0].Findings.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void An_array_longer_than_the_file_is_malformed() =>
        Assert.Equal(Verdict.Malformed, Cases.Examine("a.pkl", (byte[])[0x80, 3, .. "]("u8, .. Wrapper(200), 1, 2, 3, .. "e."u8])[0].Verdict);

    [Fact]
    public void The_old_packing_is_unpacked()
    {
        Assert.Equal(Verdict.Unsafe, Cases.Examine("a.pkl.z", Packed("cos\nsystem\n(S'x'\ntR."u8, 20)).Max(report => report.Verdict));
        Assert.Equal(Verdict.Malformed, Cases.Examine("a.pkl.z", Packed("(lp0\n."u8, 9))[0].Verdict);
    }

    [Fact]
    public void No_damage_to_a_file_breaks_the_reader() =>
        Mutations.Survive(Mutations.Small(Directory.EnumerateFiles(Cases.Folder("joblib")).Order(StringComparer.Ordinal)), 5_000, seed: 8);

    /// <summary>joblib's wrapper of an array of <paramref name="size"/> bytes.</summary>
    private static byte[] Wrapper(byte size) =>
    [
        .. "cjoblib.numpy_pickle\nNumpyArrayWrapper\n)"u8, 0x81, .. "}("u8, .. Text("shape"), (byte)'K', size, 0x85, .. Text("dtype"), .. "cnumpy\ndtype\n"u8, .. Text("u1"), 0x89, 0x88, 0x87, .. "Rub"u8,
    ];

    private static byte[] Text(string text) => [(byte)'X', (byte)text.Length, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Packed(ReadOnlySpan<byte> pickle, int declared)
    {
        using var stream = new MemoryStream();
        stream.Write(Encoding.ASCII.GetBytes($"ZF{$"0x{declared:x}",-19}"));
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(pickle);
        return stream.ToArray();
    }
}
