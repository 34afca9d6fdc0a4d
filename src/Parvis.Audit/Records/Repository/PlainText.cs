using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Repository;

/// <summary>Telling text from other bytes: text is UTF-8 (or UTF-16 with its mark) without control characters.</summary>
internal static class PlainText
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, 32).Where(code => code is not (9 or 10 or 12 or 13 or 27)).Select(code => (byte)code), 127]);

    /// <summary>Whether the first bytes of a content are text; the last character may be cut.</summary>
    public static bool Looks(ReadOnlySpan<byte> head) => head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || !head.ContainsAny(Controls) && Utf8.IsValid(head[..^Cut(head)]);

    /// <summary>The first byte that is not text, or null.</summary>
    public static long? FirstOther(Content content, Budget budget)
    {
        if (content.Head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) return null;
        var buffer = ArrayPool<byte>.Shared.Rent(128 << 10);
        try
        {
            for (var (offset, kept) = (0L, 0); ;)
            {
                budget.Check();
                var read = content.ReadFull(offset + kept, buffer.AsSpan(kept));
                var part = buffer.AsSpan(0, kept + read);
                if (part.Length == 0) return null;
                var cut = read == 0 ? 0 : Cut(part);
                var whole = part[..^cut];
                if (whole.IndexOfAny(Controls) is >= 0 and var control) return offset + control;
                if (!Utf8.IsValid(whole)) return offset;
                offset += whole.Length;
                part[^cut..].CopyTo(buffer);
                kept = cut;
                if (read == 0) return null;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The whole of a content that is known to be small.</summary>
    public static string Whole(Content content, int longest = int.MaxValue)
    {
        var bytes = new byte[Math.Min(content.Length, longest)];
        var text = bytes.AsSpan(0, content.ReadFull(0, bytes));
        return text switch
        {
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(text[2..]),
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(text[2..]),
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(text[3..]),
            _ => Encoding.UTF8.GetString(text),
        };
    }

    /// <summary>How many last bytes begin a character that is not complete.</summary>
    private static int Cut(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            var letter = bytes[^back];
            if (letter < 0x80) return 0;
            if (letter >= 0xC0) return back < (letter >= 0xF0 ? 4 : letter >= 0xE0 ? 3 : 2) ? back : 0;
        }
        return 0;
    }
}
