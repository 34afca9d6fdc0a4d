using System.Globalization;
using System.IO.Compression;
using System.Text;
using Parvis.Audit.Records.Containers;
using Parvis.Audit.Records.Pickle;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Joblib;

/// <summary>joblib's own packing before 0.10: <c>ZF</c>, the unpacked length in hexadecimal padded to 19 characters (Python 3) or 20 (Python 2), then zlib.</summary>
internal sealed class JoblibZlibReader : IFormatReader
{
    public static readonly Rule Length = new("joblib.length", Severity.Malformed);

    private const int Mark = 2, ShortHeader = Mark + 19, LongHeader = Mark + 20;

    public static IEnumerable<Rule> Rules => [Length];

    public string Format => "joblib-zlib";

    public bool Recognises(Content content) => content.Head.Length > ShortHeader && content.Head.StartsWith("ZF0x"u8);

    public void Read(Content content, Examination examination)
    {
        var head = content.Head;
        var text = Encoding.ASCII.GetString(head[(Mark + 2)..ShortHeader]).TrimEnd(' ', 'L');
        if (!long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var declared) || declared < 0) throw new MalformedException(Length, Mark, ("length", text));
        var start = head[ShortHeader] == ' ' ? LongHeader : ShortHeader;
        var name = content.Name.EndsWith(".z", StringComparison.Ordinal) ? content.Name[..^2] : content.Name;
        var unpacked = Unpacked.Of($"{content.Path}!{name}", () => new ZLibStream(content.Open(start), CompressionMode.Decompress), declared, examination);
        using (unpacked.Content as IDisposable)
        {
            if (unpacked.Limit is { } limit) examination.Find(Records.Rules.OverBudget, start, ("limit", limit));
            if (!name.EndsWith(".npy", StringComparison.Ordinal) || new PickleReader().Recognises(unpacked.Content)) examination.Member(unpacked.Content); // of an array, these are its bare numbers
            if (unpacked.Broken || unpacked.More || unpacked.Content.Length != declared) throw new MalformedException(Length, Mark, ("length", declared.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
