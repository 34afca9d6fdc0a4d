using System.Globalization;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Containers;

/// <summary>A file that is one compressed stream: what it holds is its one member, examined by its own format as far as it could be unpacked.</summary>
internal sealed class CompressedReader(string format, Func<Content, bool> recognises, Func<Content, Decoding> open) : IFormatReader
{
    /// <summary>The streams with a strong mark.</summary>
    public static readonly IReadOnlyList<IFormatReader> Marked =
    [
        new CompressedReader("gzip", GzipDecoding.Recognises, content => new GzipDecoding(content)),
        new CompressedReader("xz", XzDecoding.Recognises, content => new XzDecoding(content)),
        new CompressedReader("bzip2", Bzip2Decoding.Recognises, content => new Bzip2Decoding(content, 0, content.Length)),
        new CompressedReader("lz4", Lz4Decoding.Recognises, content => new Lz4Decoding(content)),
    ];

    /// <summary>Those that other bytes may look like.</summary>
    public static readonly IReadOnlyList<IFormatReader> Unmarked =
    [
        new CompressedReader("lzma", LzmaDecoding.Recognises, LzmaDecoding.Alone),
        new CompressedReader("zlib", ZlibDecoding.Recognises, content => new ZlibDecoding(content)),
    ];

    private static readonly string[] Suffixes = [".gz", ".gzip", ".bz2", ".xz", ".lzma", ".lz4", ".zlib", ".z"];

    public string Format => format;

    public bool Recognises(Content content) => recognises(content);

    public void Read(Content content, Examination examination)
    {
        var name = Inner(content.Name);
        Decoding? last = null;
        var filtered = false;
        var unpacked = Unpacked.Of($"{content.Path}!{name}", () => last = open(content), null, examination, failure => filtered = failure is UnsupportedFilterException);
        if (unpacked.Limit is { } limit) examination.Find(Rules.OverBudget, null, ("limit", limit));
        else if (filtered) examination.Find(ContainerRules.Method, null, ("member", name), ("method", "filter"));
        else if (unpacked.Broken) examination.Find(ContainerRules.BrokenStream, null, ("member", name));
        using (unpacked.Content as IDisposable) examination.TryMember(unpacked.Content, 0);
        if (unpacked.Broken || unpacked.Limit is not null || last is not { End: > 0 } || last.End >= content.Length) return;
        examination.Find(ContainerRules.Trailing, last.End, ("bytes", (content.Length - last.End).ToString(CultureInfo.InvariantCulture)));
        examination.Apart(content, last.End, content.Length - last.End);
    }

    private static string Inner(string name)
    {
        var lower = name.ToLowerInvariant();
        if (lower.EndsWith(".tgz", StringComparison.Ordinal)) return name[..^4] + ".tar";
        return Suffixes.FirstOrDefault(suffix => lower.EndsWith(suffix, StringComparison.Ordinal) && lower.Length > suffix.Length) is { } suffix ? name[..^suffix.Length] : name;
    }
}

/// <summary>Containers that are known but not opened: they are not examined, and that is said.</summary>
internal sealed class ClosedReader : IFormatReader
{
    private static readonly (string Format, byte[] Mark)[] Marks =
    [
        ("zstd", [0x28, 0xB5, 0x2F, 0xFD]),
        ("rar", "Rar!\u001a\u0007"u8.ToArray()),
        ("compress", [0x1F, 0x9D]),
        ("cab", "MSCF\0\0\0\0"u8.ToArray()),
        ("lzip", "LZIP\u0001"u8.ToArray()),
    ];

    public string Format => "archive";

    public bool Recognises(Content content) => Of(content) is not null;

    public void Read(Content content, Examination examination)
    {
        examination.Report.Format = Of(content)!;
        SevenZipReader.Disguised(content, examination);
        examination.Find(ContainerRules.Method, null, ("member", content.Name), ("method", examination.Report.Format));
    }

    private static string? Of(Content content)
    {
        foreach (var (format, mark) in Marks)
            if (content.Head.StartsWith(mark)) return format;
        return null;
    }
}
