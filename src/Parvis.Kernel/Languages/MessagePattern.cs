namespace Parvis.Kernel.Languages;

/// <summary>
/// A text with arguments, written as ICU MessageFormat: <c>{name}</c>, <c>{n, number}</c>, <c>{n, number, percent}</c>, <c>{d, date}</c>,
/// <c>{n, plural, offset:1 =0 {…} one {…} other {…}}</c> with <c>#</c>, <c>{g, select, a {…} other {…}}</c>, nested at will.
/// An apostrophe quotes when it stands before a brace (or <c>#</c> within a plural) and is itself everywhere else; <c>''</c> is always one apostrophe.
/// </summary>
internal sealed class MessagePattern
{
    private readonly IReadOnlyList<MessagePart> _parts;

    private MessagePattern(IReadOnlyList<MessagePart> parts) => _parts = parts;

    /// <exception cref="FormatException">The pattern is not well formed; the message says at which character.</exception>
    public static MessagePattern Parse(string pattern) => new(new MessageParser(pattern).ParseAll());

    /// <exception cref="FormatException">An argument that the pattern names is not given, or is not a number where one is needed.</exception>
    public string Format(LanguageTexts language, IReadOnlyList<(string Name, object? Value)> arguments)
    {
        if (_parts is [LiteralPart only]) return only.Text;
        var writer = new MessageWriter(language, arguments);
        writer.Write(_parts, number: null);
        return writer.ToString();
    }
}

internal abstract record MessagePart;

/// <summary>Words as they are.</summary>
internal sealed record LiteralPart(string Text) : MessagePart;

/// <summary>The number of the innermost plural, less its offset: <c>#</c>.</summary>
internal sealed record NumberSignPart : MessagePart;

/// <summary>An argument written by its type, or by <paramref name="Type"/> and <paramref name="Style"/>.</summary>
internal sealed record ArgumentPart(string Name, string? Type, string? Style) : MessagePart;

/// <summary>One of several messages, chosen by a number: first by exact value, then by plural category.</summary>
internal sealed record PluralPart(
    string Name,
    decimal Offset,
    IReadOnlyDictionary<decimal, IReadOnlyList<MessagePart>> Exact,
    IReadOnlyDictionary<PluralCategory, IReadOnlyList<MessagePart>> Categories) : MessagePart;

/// <summary>One of several messages, chosen by a word.</summary>
internal sealed record SelectPart(string Name, IReadOnlyDictionary<string, IReadOnlyList<MessagePart>> Cases) : MessagePart;
