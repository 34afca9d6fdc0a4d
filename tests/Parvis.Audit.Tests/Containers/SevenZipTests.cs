using System.Buffers.Binary;
using System.Text;
using Parvis.Audit.Records;
using Parvis.Audit.Records.Containers;
using Xunit;

namespace Parvis.Audit.Tests.Containers;

public class SevenZipTests
{
    [Fact]
    public void Members_are_examined() => Assert.All((byte[][])[Archive("data.pkl", [1, 0], CompressedTests.Payload), Archive("data.pkl", [1, 0x21, 1, 0x18], Lzma2(CompressedTests.Payload))], archive =>
    {
        var reports = Cases.Examine("a.7z", archive);
        Assert.Equal("7z", reports[0].Format);
        Assert.Empty(reports[0].Findings);
        Assert.Contains(reports, report => report is { Path: "a.7z!data.pkl", Verdict: Verdict.Unsafe });
    });

    [Fact]
    public void A_model_that_is_a_7z_is_disguised() =>
        Assert.Contains(Cases.Examine("model.pt", Archive("data.bin", [1, 0], [1, 2, 3]))[0].Findings, finding => finding.Rule.Id == "archive.disguised");

    [Fact]
    public void A_broken_table_of_contents_hides_no_payload()
    {
        var archive = Archive("data.pkl", [1, 0x21, 1, 0x18], Lzma2(CompressedTests.Payload));
        archive[^3] ^= 1;
        foreach (var broken in (byte[][])[archive, archive[..60], Archive("data.pkl", [1, 0], CompressedTests.Payload)[..58]])
        {
            var reports = Cases.Examine("a.7z", broken);
            Assert.Equal(Verdict.Malformed, reports[0].Verdict);
            Assert.Contains(reports, report => report.Verdict == Verdict.Unsafe);
        }
    }

    [Fact]
    public void Members_that_slip_are_unsafe() => Assert.Contains(Cases.Examine("a.7z", Archive("../x", [1, 0], [1]))[0].Findings, finding => finding.Rule.Id == "archive.slip");

    [Fact]
    public void Encrypted_members_are_not_examined() =>
        Assert.Equal(["archive.encrypted"], Cases.Examine("a.7z", Archive("x", [4, 0x06, 0xF1, 0x07, 0x01], new byte[16]))[0].Findings.Select(finding => finding.Rule.Id));

    /// <summary>The filter makes the target of a call absolute: <c>E8</c> and the distance −5 at place 0 becomes the place 0.</summary>
    [Fact]
    public void The_filter_for_x86_programs_is_undone()
    {
        using var undone = new X86Decoding(new MemoryStream([0xE8, 0, 0, 0, 0, 1, 2, 3, 4, 0xE8, 0x0E, 0, 0, 0, 9]));
        var bytes = new byte[15];
        undone.ReadExactly(bytes);
        Assert.Equal([0xE8, 0xFB, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4, 0xE8, 0, 0, 0, 0, 9], bytes);
    }

    /// <summary>An archive of one file as 7zFormat.txt describes it; all lengths must be below 128.</summary>
    internal static byte[] Archive(string name, byte[] coder, byte[] packed)
    {
        var unpacked = (byte)(coder is [_, 0x21, ..] ? packed.Length - 4 : packed.Length);
        if (coder is [_, 0x21, ..]) coder[0] |= 0x20;
        byte[] names = [0, .. Encoding.Unicode.GetBytes(name + "\0")];
        byte[] header = [1, 4, 6, 0, 1, 9, (byte)packed.Length, 0, 7, 0x0B, 1, 0, 1, .. coder, 0x0C, unpacked, 0, 0, 5, 1, 0x11, (byte)names.Length, .. names, 0, 0];
        var head = new byte[32];
        ((byte[])[(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, 0, 4]).CopyTo(head, 0);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(12), packed.Length);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(20), header.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(28), Crc32.Of(header));
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), Crc32.Of(head.AsSpan(12)));
        return [.. head, .. packed, .. header];
    }

    /// <summary>One chunk of LZMA2 that is not compressed, and the end.</summary>
    internal static byte[] Lzma2(byte[] bytes) => [1, 0, (byte)(bytes.Length - 1), .. bytes, 0];
}
