namespace Parvis.Audit.Records.Containers;

/// <summary>Rules about containers: archives, compressed streams, and files that are two formats at once.</summary>
internal static class ContainerRules
{
    public static readonly Rule Truncated = new("zip.truncated", Severity.Malformed);
    public static readonly Rule BadDirectory = new("zip.bad-directory", Severity.Malformed);
    public static readonly Rule SecondDirectory = new("zip.second-directory", Severity.Malformed);
    public static readonly Rule NoLocalHeader = new("zip.no-local-header", Severity.Malformed);
    public static readonly Rule HiddenMember = new("zip.hidden-member", Severity.Malformed);
    public static readonly Rule NamesDiffer = new("zip.names-differ", Severity.Malformed);
    public static readonly Rule MethodsDiffer = new("zip.methods-differ", Severity.Malformed);
    public static readonly Rule SizesDiffer = new("zip.sizes-differ", Severity.Malformed);
    public static readonly Rule FlagsDiffer = new("zip.flags-differ", Severity.Suspicious);
    public static readonly Rule UnusualFlags = new("zip.unusual-flags", Severity.Suspicious);
    public static readonly Rule FalseEncryption = new("zip.false-encryption", Severity.Malformed);
    public static readonly Rule Overlap = new("zip.overlap", Severity.Suspicious);
    public static readonly Rule Prefix = new("zip.prefix", Severity.Suspicious);
    public static readonly Rule HiddenBytes = new("zip.hidden-bytes", Severity.Suspicious);

    public static readonly Rule Slip = new("archive.slip", Severity.Unsafe);
    public static readonly Rule BadName = new("archive.bad-name", Severity.Malformed);
    public static readonly Rule LinkEscape = new("archive.link-escape", Severity.Unsafe);
    public static readonly Rule Link = new("archive.link", Severity.Note);
    public static readonly Rule Device = new("archive.device", Severity.Unsafe);
    public static readonly Rule Duplicate = new("archive.duplicate", Severity.Suspicious);
    public static readonly Rule Encrypted = new("archive.encrypted", Severity.NotExamined);
    public static readonly Rule Method = new("archive.method", Severity.NotExamined);
    public static readonly Rule WrongSize = new("archive.wrong-size", Severity.Malformed);
    public static readonly Rule Checksum = new("archive.checksum", Severity.Malformed);
    public static readonly Rule BrokenStream = new("archive.broken-stream", Severity.Malformed);

    public static readonly Rule Disguised = new("archive.disguised", Severity.Suspicious);
    public static readonly Rule SevenZipHeader = new("7z.bad-header", Severity.Malformed);
    public static readonly Rule TarHeader = new("tar.bad-header", Severity.Malformed);
    public static readonly Rule TarSizesDiffer = new("tar.sizes-differ", Severity.Malformed);
    public static readonly Rule TarSparse = new("tar.sparse", Severity.NotExamined);

    public static readonly Rule ZipAtEnd = new("polyglot.zip-at-end", Severity.Suspicious);
    public static readonly Rule Trailing = new("polyglot.trailing", Severity.Suspicious);

    public static IEnumerable<Rule> All =>
    [
        Truncated, BadDirectory, SecondDirectory, NoLocalHeader, HiddenMember, NamesDiffer, MethodsDiffer, SizesDiffer, FlagsDiffer, UnusualFlags, FalseEncryption, Overlap, Prefix, HiddenBytes,
        Slip, BadName, LinkEscape, Link, Device, Duplicate, Encrypted, Method, WrongSize, Checksum, BrokenStream,
        Disguised, SevenZipHeader, TarHeader, TarSizesDiffer, TarSparse,
        ZipAtEnd, Trailing,
    ];
}
