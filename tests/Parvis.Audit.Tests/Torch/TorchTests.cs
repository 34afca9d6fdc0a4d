using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Torch;

public class TorchTests
{
    [Fact]
    public void Every_synthetic_archive_gets_its_verdict() =>
        Assert.All(Labels.Synth("torch"), one => Assert.Equal((one.File, one.Verdict), (one.File, Cases.VerdictOf(one.File).Word())));

    [Fact]
    public void Facts_are_those_expected()
    {
        var rows = Labels.Rows(Path.Combine(Cases.Folder("synth"), "expected.csv")).Where(row => row[0].StartsWith("synth/torch/", StringComparison.Ordinal) && row[5].Length > 0).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            var expected = JsonNode.Parse(row[5])!;
            var report = Cases.Examine(Cases.Folder(row[0]))[0];
            Assert.Equal((string?)expected["format"], report.Format);
            Assert.Equal((long)expected["n_tensors"]!, (long)report.Facts[FactNames.Tensors]!);
            Assert.Equal((long)expected["n_params"]!, (long)report.Facts[FactNames.Parameters]!);
            Assert.True(JsonNode.DeepEquals(expected["dtypes"], report.Facts[FactNames.Types]));
            Assert.True(JsonNode.DeepEquals(expected["tensors"], report.Facts[FactNames.Shapes]));
        });
    }

    [Fact]
    public void Tensors_are_where_their_bytes_are()
    {
        var file = Cases.Folder("synth/torch/ok.pt");
        var report = Cases.Examine(file)[0];
        using var zip = ZipFile.OpenRead(file);
        var bytes = File.ReadAllBytes(file);
        Assert.Equal(4, report.Tensors.Count);
        foreach (var (tensor, entry) in report.Tensors.Zip(zip.Entries.Where(entry => entry.FullName.Contains("/data/", StringComparison.Ordinal))))
        {
            var stored = new byte[entry.Length];
            using (var stream = entry.Open()) stream.ReadExactly(stored);
            Assert.Equal(stored, bytes.AsSpan((int)tensor.Offset!.Value, (int)tensor.Length).ToArray());
        }
    }

    [Fact]
    public void The_format_before_1_6_has_its_numbers_after_its_pickles()
    {
        var report = Cases.Examine(Cases.Folder("picklescan/tests/data/pytorch_model.bin"))[0];
        Assert.Equal(("pytorch-legacy", Verdict.Safe), (report.Format, report.Verdict));
        Assert.Equal(59114L, (long)report.Facts[FactNames.Parameters]!);
        Assert.All(report.Tensors, tensor => Assert.NotNull(tensor.Offset));
        Assert.Contains(report.Tensors, tensor => tensor.Name == "distilbert.embeddings.word_embeddings.weight" && tensor.Shape.SequenceEqual([28996L, 2L]));
    }

    [Fact]
    public void A_storage_that_is_not_as_long_as_the_pickle_says_is_malformed() =>
        Assert.Contains("torch.storage", Rules(Archive(("a/data.pkl", Tensor(elements: 4, size: 4)), ("a/data/0", new byte[8]))));

    [Fact]
    public void A_tensor_beyond_its_storage_is_malformed() =>
        Assert.Contains("torch.tensor", Rules(Archive(("a/data.pkl", Tensor(elements: 4, size: 5)), ("a/data/0", new byte[16]))));

    [Fact]
    public void A_member_that_no_tensor_names_is_examined() =>
        Assert.Contains("pickle.unsafe-import", Rules(Archive(("a/data.pkl", Tensor(elements: 4, size: 4)), ("a/data/0", new byte[16]), ("a/data/1", "cos\nsystem\n(S'x'\ntR."u8.ToArray()))));

    [Fact]
    public void Native_code_in_an_archive_is_suspicious() =>
        Assert.Contains("torch.native", Rules(Archive(("a/archive_format", "pt2"u8.ToArray()), ("a/data/aotinductor/model.so", [0x7F, 0x45, 0x4C, 0x46]))));

    [Fact]
    public void No_damage_to_an_archive_breaks_the_reader() =>
        Mutations.Survive(Mutations.Small(Directory.EnumerateFiles(Cases.Folder("synth/torch")).Order(StringComparer.Ordinal)), 10_000, seed: 7);

    private static List<string> Rules(byte[] archive) => [.. Cases.Examine("model.pt", archive).SelectMany(report => report.Findings).Select(finding => finding.Rule.Id)];

    /// <summary>A pickle of one tensor w of float32.</summary>
    private static byte[] Tensor(byte elements, byte size) =>
    [
        0x80, 2, .. "}"u8, .. Text("w"), .. "ctorch._utils\n_rebuild_tensor_v2\n(("u8, .. Text("storage"), .. "ctorch\nFloatStorage\n"u8, .. Text("0"), .. Text("cpu"), (byte)'K', elements, .. "tQK"u8, 0, (byte)'K', size,
        0x85, (byte)'K', 1, 0x85, 0x89, .. "ccollections\nOrderedDict\n)RtRs."u8,
    ];

    private static byte[] Text(string text) => [(byte)'X', (byte)text.Length, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Archive(params (string Name, byte[] Bytes)[] members)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in members)
            {
                using var member = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                member.Write(bytes);
            }
        return stream.ToArray();
    }
}
