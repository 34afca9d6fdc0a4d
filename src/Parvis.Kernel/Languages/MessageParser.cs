using System.Globalization;
using System.Text;

namespace Parvis.Kernel.Languages;

/// <summary>Reads the syntax of <see cref="MessagePattern"/> in one pass.</summary>
internal sealed class MessageParser(string pattern)
{
    private int _at;

    public IReadOnlyList<MessagePart> ParseAll()
    {
        var parts = ParseMessage(inPlural: false);
        return _at == pattern.Length ? parts : throw Error("'}' without its '{'");
    }

    private List<MessagePart> ParseMessage(bool inPlural)
    {
        var parts = new List<MessagePart>();
        while (_at < pattern.Length && pattern[_at] != '}')
        {
            parts.Add(pattern[_at] switch
            {
                '{' => ParseArgument(inPlural),
                '#' when inPlural => ParseNumberSign(),
                _ => ParseLiteral(inPlural),
            });
        }
        return parts;
    }

    private NumberSignPart ParseNumberSign()
    {
        _at++;
        return new NumberSignPart();
    }

    private LiteralPart ParseLiteral(bool inPlural)
    {
        var text = new StringBuilder();
        while (_at < pattern.Length)
        {
            var c = pattern[_at];
            if (c is '{' or '}' || (c == '#' && inPlural)) break;
            if (c == '\'') ReadApostrophe(text, inPlural);
            else
            {
                text.Append(c);
                _at++;
            }
        }
        return new LiteralPart(text.ToString());
    }

    private void ReadApostrophe(StringBuilder text, bool inPlural)
    {
        var next = _at + 1 < pattern.Length ? pattern[_at + 1] : '\0';
        if (next is '{' or '}' || (next == '#' && inPlural)) ReadQuoted(text);
        else
        {
            text.Append('\'');
            _at += next == '\'' ? 2 : 1;
        }
    }

    private void ReadQuoted(StringBuilder text)
    {
        for (_at++; _at < pattern.Length; _at++)
        {
            if (pattern[_at] != '\'') text.Append(pattern[_at]);
            else if (_at + 1 < pattern.Length && pattern[_at + 1] == '\'') text.Append(pattern[_at++]);
            else break;
        }
        _at++;
    }

    private MessagePart ParseArgument(bool inPlural)
    {
        Expect('{');
        var name = ReadWord();
        if (Accept('}')) return new ArgumentPart(name, null, null);
        Expect(',');
        var type = ReadWord();
        return type switch
        {
            "plural" => ParsePlural(name),
            "select" => ParseSelect(name, inPlural),
            "number" or "date" or "time" => ParseStyle(name, type),
            _ => throw Error($"'{type}' is no kind of argument; use plural, select, number, date or time"),
        };
    }

    private ArgumentPart ParseStyle(string name, string type)
    {
        var style = Accept(',') ? ReadWord() : null;
        Expect('}');
        return (type, style) is (_, null) or ("number", "percent" or "integer")
            ? new ArgumentPart(name, type, style)
            : throw Error($"'{style}' is no style of {type}");
    }

    private PluralPart ParsePlural(string name)
    {
        var exact = new Dictionary<decimal, IReadOnlyList<MessagePart>>();
        var categories = new Dictionary<PluralCategory, IReadOnlyList<MessagePart>>();
        decimal offset = 0;
        Expect(',');
        while (!Accept('}'))
        {
            var word = ReadWord();
            if (word.StartsWith("offset:", StringComparison.Ordinal)) offset = ReadNumber(word["offset:".Length..]);
            else if (word[0] == '=') exact.Add(ReadNumber(word[1..]), ParseBranch(inPlural: true));
            else categories.Add(PluralRules.Parse(word), ParseBranch(inPlural: true));
        }
        return categories.ContainsKey(PluralCategory.Other) ? new(name, offset, exact, categories) : throw Error($"plural {name} has no 'other'");
    }

    private SelectPart ParseSelect(string name, bool inPlural)
    {
        var cases = new Dictionary<string, IReadOnlyList<MessagePart>>(StringComparer.Ordinal);
        Expect(',');
        while (!Accept('}')) cases.Add(ReadWord(), ParseBranch(inPlural));
        return cases.ContainsKey("other") ? new(name, cases) : throw Error($"select {name} has no 'other'");
    }

    private List<MessagePart> ParseBranch(bool inPlural)
    {
        Expect('{');
        var parts = ParseMessage(inPlural);
        Expect('}');
        return parts;
    }

    private string ReadWord()
    {
        SkipSpace();
        var start = _at;
        while (_at < pattern.Length && !char.IsWhiteSpace(pattern[_at]) && pattern[_at] is not ('{' or '}' or ',')) _at++;
        return _at > start ? pattern[start.._at] : throw Error("a name is missing");
    }

    private decimal ReadNumber(string word) =>
        decimal.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : throw Error($"'{word}' is no number");

    private bool Accept(char c)
    {
        SkipSpace();
        if (_at >= pattern.Length || pattern[_at] != c) return false;
        _at++;
        return true;
    }

    private void Expect(char c)
    {
        if (!Accept(c)) throw Error($"'{c}' is missing");
    }

    private void SkipSpace()
    {
        while (_at < pattern.Length && char.IsWhiteSpace(pattern[_at])) _at++;
    }

    private FormatException Error(string what) => new($"Message pattern, character {_at + 1}: {what}: {pattern}");
}
