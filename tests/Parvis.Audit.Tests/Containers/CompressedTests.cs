using System.IO.Compression;
using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Containers;

public class CompressedTests
{
    /// <summary>A pickle that calls <c>posix.system</c>.</summary>
    internal static readonly byte[] Payload = "cposix\nsystem\n(S'true'\ntR."u8.ToArray();

    /// <summary><see cref="Payload"/> as the programs xz, lzma, bzip2 and lz4 write it.</summary>
    internal static readonly (string Format, byte[] Bytes)[] Packed =
    [
        ("xz", Convert.FromBase64String("/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAZY3Bvc2l4CnN5c3RlbQooUyd0cnVlJwp0Ui4AAAAP4Tv8BVRmhAABMhogGJQwH7bzfQEAAAAABFla")),
        ("lzma", Convert.FromBase64String("XQAAgAD//////////wAxnAoi9gz4C6Pb220AfbYOkyDNqsIm1+MEnDV4TU57//8xdAAA")),
        ("bzip2", Convert.FromBase64String("QlpoOTFBWSZTWRpnO08AAATTgAAQAMEYAAoi3mAgADFNMjExMQoaDyjJiGEIyHBhIDth57TbTKfF3JFOFCQGmc7TwA==")),
        ("lz4", Convert.FromBase64String("BCJNGGRApxoAAIBjcG9zaXgKc3lzdGVtCihTJ3RydWUnCnRSLgAAAADGTry7")),
        ("gzip", Gzip(Payload)),
        ("zlib", Zlib(Payload)),
    ];

    [Fact]
    public void What_is_packed_is_examined_as_what_it_is() => Assert.All(Packed, packed =>
    {
        var reports = Cases.Examine("model.joblib", packed.Bytes);
        Assert.Equal(packed.Format, reports[0].Format);
        Assert.Empty(reports[0].Findings);
        Assert.Equal("model.joblib!model.joblib", reports[1].Path);
        Assert.Equal(Payload.Length, reports[1].Bytes);
        Assert.Equal(Verdict.Unsafe, reports[1].Verdict);
    });

    [Fact]
    public void A_stream_that_is_cut_off_after_its_payload_is_malformed_and_the_payload_found() => Assert.All(Packed, packed =>
    {
        if (packed.Format == "bzip2") return; // packs in blocks: without the end of one nothing comes out
        var reports = Cases.Examine("model.joblib", packed.Bytes.AsMemory(0, packed.Bytes.Length - 3));
        Assert.Equal(Verdict.Malformed, reports[0].Verdict);
        Assert.Contains(reports, report => report.Verdict == Verdict.Unsafe);
    });

    [Fact]
    public void Two_streams_one_after_the_other_are_one_content()
    {
        foreach (var (format, bytes) in Packed.Where(packed => packed.Format is "gzip" or "xz" or "bzip2" or "lz4"))
            Assert.Equal((format, 2L * Payload.Length), (Cases.Examine("x", (byte[])[.. bytes, .. bytes]) is [{ Format: var found }, var inner, ..] ? (found, inner.Bytes) : default));
    }

    [Fact]
    public void What_follows_the_stream_is_found_and_examined()
    {
        var reports = Cases.Examine("x.gz", (byte[])[.. Gzip([1, 2, 3]), .. Payload]);
        Assert.Equal(["polyglot.trailing"], reports[0].Findings.Take(1).Select(finding => finding.Rule.Id));
        Assert.Equal(Verdict.Unsafe, reports[0].Verdict);
    }

    [Fact]
    public void A_wrong_checksum_is_malformed()
    {
        foreach (var (format, bytes) in Packed.Where(packed => packed.Format is "gzip" or "zlib" or "bzip2"))
        {
            var changed = (byte[])bytes.Clone();
            changed[format == "gzip" ? ^7 : format == "zlib" ? ^2 : 12] ^= 0x10;
            Assert.Equal(Verdict.Malformed, Cases.Examine("x", changed)[0].Verdict);
        }
    }

    [Fact]
    public void Bombs_are_over_budget()
    {
        Assert.Equal(Verdict.Suspicious, Cases.Examine("x.gz", Gzip(new byte[40 << 20]))[0].Verdict);
        Assert.Contains(Cases.Examine("x.gz", Gzip(Gzip(new byte[60 << 20]))), report => report.Verdict == Verdict.Suspicious);
    }

    [Fact]
    public void A_stream_too_large_for_memory_is_read_as_it_is_unpacked()
    {
        var large = new byte[20 << 20];
        new Random(5).NextBytes(large);
        Payload.CopyTo(large, 0);
        var inner = Assert.Single(Cases.Examine("x.gz", Gzip(large)), report => report.Path == "x.gz!x");
        Assert.Equal(20 << 20, inner.Bytes);
        Assert.Equal(Verdict.Unsafe, inner.Verdict);
    }

    [Theory]
    [InlineData(new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 1 }, "zstd"), InlineData(new byte[] { 0x52, 0x61, 0x72, 0x21, 0x1A, 7, 0 }, "rar")]
    public void What_is_not_opened_is_not_examined_and_says_so(byte[] bytes, string format)
    {
        var report = Assert.Single(Cases.Examine("x.dat", bytes));
        Assert.Equal((format, Verdict.Suspicious), (report.Format, report.Verdict)); // a model's name on it
        Assert.Equal(Verdict.NotExamined, Assert.Single(Cases.Examine("x.arc", bytes)).Verdict);
    }

    internal static byte[] Gzip(byte[] bytes) => Pack(bytes, into => new GZipStream(into, CompressionLevel.Fastest, leaveOpen: true));

    internal static byte[] Zlib(byte[] bytes) => Pack(bytes, into => new ZLibStream(into, CompressionLevel.Fastest, leaveOpen: true));

    private static byte[] Pack(byte[] bytes, Func<Stream, Stream> with)
    {
        using var into = new MemoryStream();
        using (var packer = with(into)) packer.Write(bytes);
        return into.ToArray();
    }
}
