using System.Globalization;
using System.Text;

namespace Parvis.Audit.Records.Numpy;

/// <summary>Literals of Python as <c>ast.literal_eval</c> reads them in the headers of npy files: dictionaries, tuples, lists, text, whole numbers, True, False, None.</summary>
/// <remarks>They become <see cref="Dictionary{TKey, TValue}"/> of text, arrays (tuples and lists alike), text, <see cref="long"/>, <see cref="bool"/> and null.</remarks>
internal ref struct PythonLiteral
{
    private const int Deepest = 32;
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private PythonLiteral(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Reads one literal and nothing else but blanks.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static object? Parse(ReadOnlySpan<char> text)
    {
        var reader = new PythonLiteral(text);
        var value = reader.Value(0);
        reader.Blanks();
        return reader._at == text.Length ? value : throw Wrong();
    }

    private object? Value(int depth)
    {
        if (depth > Deepest) throw Wrong();
        Blanks();
        switch (Peek())
        {
            case '{': return Mapping(depth);
            case '(': return Sequence(')', depth);
            case '[': return Sequence(']', depth);
            case '\'' or '"': return Text();
            case 'u' or 'b' when _at + 1 < _text.Length && _text[_at + 1] is '\'' or '"':
                _at++;
                return Text();
            case '-' or (>= '0' and <= '9'): return Number();
            default:
                if (Word("True")) return true;
                if (Word("False")) return false;
                return Word("None") ? null : throw Wrong();
        }
    }

    private Dictionary<string, object?> Mapping(int depth)
    {
        var pairs = new Dictionary<string, object?>(StringComparer.Ordinal);
        _at++;
        for (Blanks(); Peek() != '}'; Blanks())
        {
            if (Value(depth + 1) is not string key) throw Wrong();
            Blanks();
            Take(':');
            if (!pairs.TryAdd(key, Value(depth + 1))) throw Wrong();
            Blanks();
            if (Peek() != '}') Take(',');
        }
        _at++;
        return pairs;
    }

    /// <summary>One value in round brackets without a comma is that value, not a tuple.</summary>
    private object? Sequence(char end, int depth)
    {
        var values = new List<object?>();
        var comma = end == ']';
        _at++;
        for (Blanks(); Peek() != end; Blanks())
        {
            values.Add(Value(depth + 1));
            Blanks();
            if (Peek() == end) break;
            Take(',');
            comma = true;
        }
        _at++;
        return comma || values.Count != 1 ? values.ToArray() : values[0];
    }

    private string Text()
    {
        var quote = _text[_at++];
        var text = new StringBuilder();
        while (Peek() is var one && one != quote)
        {
            _at++;
            if (one == '\n') throw Wrong();
            if (one == '\\') one = Peek() switch { '\\' => '\\', '\'' => '\'', '"' => '"', 'n' => '\n', 't' => '\t', 'x' => Code(2), 'u' => Code(4), _ => throw Wrong() };
            if (_text[_at - 1] == '\\') _at++;
            text.Append(one);
        }
        _at++;
        return text.ToString();
    }

    private char Code(int digits)
    {
        if (_at + 1 + digits > _text.Length || !ushort.TryParse(_text.Slice(_at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)) throw Wrong();
        _at += digits;
        return (char)code;
    }

    private long Number()
    {
        var start = _at++;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
        if (!long.TryParse(_text[start.._at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            value = _at - start > 1 && _text[(start + 1).._at].IndexOfAnyExceptInRange('0', '9') < 0 ? long.MaxValue : throw Wrong();
        if (_at < _text.Length && _text[_at] == 'L') _at++; // Python 2
        return value;
    }

    private bool Word(ReadOnlySpan<char> word)
    {
        if (!_text[_at..].StartsWith(word)) return false;
        _at += word.Length;
        return true;
    }

    private void Blanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\n' or '\t' or '\r') _at++;
    }

    private readonly char Peek() => _at < _text.Length ? _text[_at] : throw Wrong();

    private void Take(char one)
    {
        if (Peek() != one) throw Wrong();
        _at++;
    }

    private static FormatException Wrong() => new("Not a literal of Python.");
}
