using System.Globalization;
using System.Text;

namespace Parvis.Audit.Records.Pickle;

/// <summary>Spellings of text in pickles.</summary>
internal static class PickleTexts
{
    /// <summary>What the bytes of a text say; what cannot be decoded becomes U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, PickleSpelling spelling) =>
        spelling == PickleSpelling.Utf8 ? Encoding.UTF8.GetString(bytes) : Unescape(bytes, spelling);

    /// <summary>Whether a name could be that of a module, class or function: letters, digits and the signs of qualified names.</summary>
    public static bool IsName(string name)
    {
        if (name.Length == 0 || name[0] == '.' || name[^1] == '.') return false;
        foreach (var one in name)
            if (!char.IsLetterOrDigit(one) && one is not ('_' or '.' or '-' or '<' or '>')) return false;
        return !name.Contains("..", StringComparison.Ordinal);
    }

    private static string Unescape(ReadOnlySpan<byte> bytes, PickleSpelling spelling)
    {
        var text = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            var one = (char)bytes[i];
            if (one != '\\' || i + 1 == bytes.Length) { text.Append(one); continue; }
            var next = (char)bytes[++i];
            var digits = (next, spelling) switch
            {
                ('u', PickleSpelling.UnicodeEscape) => 4,
                ('U', PickleSpelling.UnicodeEscape) => 8,
                ('x', PickleSpelling.StringEscape) => 2,
                _ => 0,
            };
            if (digits > 0)
            {
                if (i + digits < bytes.Length && uint.TryParse(bytes.Slice(i + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code)) text.Append(new Rune(code).ToString());
                else text.Append('�');
                i = Math.Min(bytes.Length, i + digits);
            }
            else if (spelling == PickleSpelling.UnicodeEscape) text.Append(one).Append(next);
            else if (next is >= '0' and <= '7')
            {
                var code = 0;
                var end = Math.Min(bytes.Length, i + 3);
                for (; i < end && bytes[i] is >= (byte)'0' and <= (byte)'7'; i++) code = code * 8 + bytes[i] - '0';
                i--;
                text.Append((char)(code & 0xFF));
            }
            else text.Append(next switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'a' => '\a', 'b' => '\b', 'f' => '\f', 'v' => '\v', _ => next });
        }
        return text.ToString();
    }
}
