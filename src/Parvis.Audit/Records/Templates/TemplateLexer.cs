using System.Globalization;
using System.Text;

namespace Parvis.Audit.Records.Templates;

/// <summary>What a token of a template is.</summary>
internal enum TokenKind { Data, BlockBegin, BlockEnd, VariableBegin, VariableEnd, Name, Text, Number, Operator, End }

/// <summary>One token of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its characters; of a text, those it means.</param>
/// <param name="At">Index of its first character in the template.</param>
internal readonly record struct TemplateToken(TokenKind Kind, string Value, int At);

/// <summary>A template is not Jinja2.</summary>
internal sealed class TemplateException(string reason, int at) : Exception(reason)
{
    public int At { get; } = at;
}

/// <summary>Cuts a template into tokens as Jinja2 3.1 does with its usual delimiters.</summary>
internal sealed class TemplateLexer(string template)
{
    private static readonly string[] Operators = ["**", "//", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";"];
    private readonly List<TemplateToken> _tokens = [];
    private readonly Stack<char> _brackets = new();
    private int _at;

    /// <summary>The tokens so far: all of them after <see cref="Run"/>, those before the mistake when it threw.</summary>
    public IReadOnlyList<TemplateToken> Tokens => _tokens;

    /// <exception cref="TemplateException">It cannot be cut.</exception>
    public IReadOnlyList<TemplateToken> Run()
    {
        while (_at < template.Length)
        {
            var open = NextOpening(_at);
            if (open > _at) Add(TokenKind.Data, template[_at..open], _at);
            _at = open;
            if (_at >= template.Length) break;
            switch (template[_at + 1])
            {
                case '#': SkipComment(); break;
                case '%' when Raw() is { } body: SkipRaw(body); break;
                case '%': Code(TokenKind.BlockBegin, TokenKind.BlockEnd, '%'); break;
                default: Code(TokenKind.VariableBegin, TokenKind.VariableEnd, '}'); break;
            }
        }
        Add(TokenKind.End, "", template.Length);
        return _tokens;
    }

    private int NextOpening(int from)
    {
        for (var at = template.IndexOf('{', from); at >= 0 && at + 1 < template.Length; at = template.IndexOf('{', at + 1))
            if (template[at + 1] is '{' or '%' or '#') return at;
        return template.Length;
    }

    private void SkipComment()
    {
        var end = template.IndexOf("#}", _at + 2, StringComparison.Ordinal);
        if (end < 0) throw new TemplateException("#}", _at);
        _at = end + 2;
    }

    /// <summary>Where the words after <c>{% raw %}</c> begin, if that is what is here.</summary>
    private int? Raw() => Tag(_at, "raw");

    private int? Tag(int at, string word)
    {
        at += 2;
        if (at < template.Length && template[at] is '-' or '+') at++;
        at = Blank(at);
        if (string.CompareOrdinal(template, at, word, 0, word.Length) != 0) return null;
        at = Blank(at + word.Length);
        if (at < template.Length && template[at] is '-' or '+') at++;
        return string.CompareOrdinal(template, at, "%}", 0, 2) == 0 ? at + 2 : null;
    }

    private int Blank(int at)
    {
        while (at < template.Length && char.IsWhiteSpace(template[at])) at++;
        return at;
    }

    private void SkipRaw(int body)
    {
        for (var at = template.IndexOf("{%", body, StringComparison.Ordinal); at >= 0; at = template.IndexOf("{%", at + 2, StringComparison.Ordinal))
        {
            if (Tag(at, "endraw") is not { } end) continue;
            if (at > body) Add(TokenKind.Data, template[body..at], body);
            _at = end;
            return;
        }
        throw new TemplateException("endraw", _at);
    }

    private void Code(TokenKind begin, TokenKind end, char close)
    {
        var opened = _at;
        Add(begin, "", _at);
        _at += 2;
        if (_at < template.Length && template[_at] is '-' or '+') _at++;
        _brackets.Clear();
        while (true)
        {
            _at = Blank(_at);
            if (_at >= template.Length) throw new TemplateException(close + "}", opened);
            if (_brackets.Count == 0 && Closes(close) is { } after)
            {
                Add(end, "", _at);
                _at = after;
                return;
            }
            Token();
        }
    }

    private int? Closes(char close)
    {
        var at = template[_at] is '-' or '+' ? _at + 1 : _at;
        return at + 1 < template.Length && template[at] == close && template[at + 1] == '}' ? at + 2 : null;
    }

    private void Token()
    {
        var first = template[_at];
        if (first is '\'' or '"') Text(first);
        else if (char.IsAsciiDigit(first)) Number();
        else if (char.IsLetter(first) || char.GetUnicodeCategory(first) == UnicodeCategory.ConnectorPunctuation) Name();
        else Operator();
    }

    private void Name()
    {
        var begin = _at;
        while (_at < template.Length && (template[_at] == '_' || char.IsLetterOrDigit(template[_at]) || char.GetUnicodeCategory(template[_at]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation)) _at++;
        Add(TokenKind.Name, template[begin.._at], begin);
    }

    private void Number()
    {
        var begin = _at;
        if (template[_at] == '0' && _at + 1 < template.Length && template[_at + 1] is 'x' or 'X' or 'o' or 'O' or 'b' or 'B')
        {
            _at += 2;
            while (_at < template.Length && (char.IsAsciiHexDigit(template[_at]) || template[_at] == '_')) _at++;
        }
        else
        {
            Digits();
            if (_at + 1 < template.Length && template[_at] == '.' && char.IsAsciiDigit(template[_at + 1])) { _at++; Digits(); }
            if (_at < template.Length && template[_at] is 'e' or 'E')
            {
                var exponent = _at + 1;
                if (exponent < template.Length && template[exponent] is '+' or '-') exponent++;
                if (exponent < template.Length && char.IsAsciiDigit(template[exponent])) { _at = exponent; Digits(); }
            }
        }
        Add(TokenKind.Number, template[begin.._at].Replace("_", "", StringComparison.Ordinal), begin);
    }

    private void Digits()
    {
        while (_at < template.Length && (char.IsAsciiDigit(template[_at]) || template[_at] == '_')) _at++;
    }

    private void Operator()
    {
        var sign = Array.Find(Operators, sign => string.CompareOrdinal(template, _at, sign, 0, sign.Length) == 0) ?? throw new TemplateException(template[_at].ToString(), _at);
        switch (sign)
        {
            case "(": _brackets.Push(')'); break;
            case "[": _brackets.Push(']'); break;
            case "{": _brackets.Push('}'); break;
            case ")" or "]" or "}":
                if (!_brackets.TryPop(out var awaited) || awaited != sign[0]) throw new TemplateException(sign, _at);
                break;
        }
        Add(TokenKind.Operator, sign, _at);
        _at += sign.Length;
    }

    private void Text(char quote)
    {
        var begin = _at++;
        var text = new StringBuilder();
        while (true)
        {
            if (_at >= template.Length) throw new TemplateException(quote.ToString(), begin);
            var next = template[_at++];
            if (next == quote) break;
            if (next != '\\') { text.Append(next); continue; }
            if (_at >= template.Length) throw new TemplateException(quote.ToString(), begin);
            Escape(text);
        }
        Add(TokenKind.Text, text.ToString(), begin);
    }

    /// <summary>The escapes of Python's string literals: Jinja2 takes them as Python does.</summary>
    private void Escape(StringBuilder text)
    {
        var letter = template[_at++];
        switch (letter)
        {
            case '\n': break;
            case 'a': text.Append('\a'); break;
            case 'b': text.Append('\b'); break;
            case 'f': text.Append('\f'); break;
            case 'n': text.Append('\n'); break;
            case 'r': text.Append('\r'); break;
            case 't': text.Append('\t'); break;
            case 'v': text.Append('\v'); break;
            case '\\' or '\'' or '"': text.Append(letter); break;
            case 'x': Hexadecimal(text, 2); break;
            case 'u': Hexadecimal(text, 4); break;
            case 'U': Hexadecimal(text, 8); break;
            case 'N': Named(text); break;
            case >= '0' and <= '7':
                var octal = letter - '0';
                for (var i = 0; i < 2 && _at < template.Length && template[_at] is >= '0' and <= '7'; i++) octal = octal * 8 + template[_at++] - '0';
                text.Append((char)octal);
                break;
            default: text.Append('\\').Append(letter); break;
        }
    }

    private void Hexadecimal(StringBuilder text, int digits)
    {
        if (_at + digits > template.Length || !uint.TryParse(template.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point)) throw new TemplateException("\\x", _at);
        _at += digits;
        if (point < 0x10000) text.Append((char)point);
        else if (Rune.TryCreate(point, out var rune)) text.Append(rune.ToString());
        else throw new TemplateException("\\U", _at);
    }

    /// <summary><c>\N{LOW LINE}</c>: the names that spell identifiers are read, others become a replacement character.</summary>
    private void Named(StringBuilder text)
    {
        var end = template.IndexOf('}', _at);
        if (_at >= template.Length || template[_at] != '{' || end < 0) throw new TemplateException("\\N", _at);
        var words = template[(_at + 1)..end].ToUpperInvariant().Split(' ');
        _at = end + 1;
        text.Append(words switch
        {
            ["LOW", "LINE"] or ["FULLWIDTH", "LOW", "LINE"] => '_',
            ["LATIN", "SMALL", "LETTER", [var letter]] => char.ToLowerInvariant(letter),
            ["LATIN", "CAPITAL", "LETTER", [var letter]] => letter,
            ["FULL", "STOP"] => '.',
            _ => '\uFFFD',
        });
    }

    private void Add(TokenKind kind, string value, int at) => _tokens.Add(new(kind, value, at));
}
