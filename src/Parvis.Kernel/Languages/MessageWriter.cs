using System.Globalization;
using System.Text;

namespace Parvis.Kernel.Languages;

/// <summary>Writes the parts of one message in one language.</summary>
internal sealed class MessageWriter(LanguageTexts language, IReadOnlyList<(string Name, object? Value)> arguments)
{
    private readonly StringBuilder _text = new();

    public void Write(IReadOnlyList<MessagePart> parts, decimal? number)
    {
        foreach (var part in parts) Write(part, number);
    }

    public override string ToString() => _text.ToString();

    private void Write(MessagePart part, decimal? number)
    {
        switch (part)
        {
            case LiteralPart literal: _text.Append(literal.Text); break;
            case NumberSignPart: _text.Append(language.FormatNumber(number ?? 0)); break;
            case ArgumentPart argument: _text.Append(Format(argument)); break;
            case SelectPart select: Write(Choose(select), number); break;
            case PluralPart plural: WritePlural(plural); break;
        }
    }

    private void WritePlural(PluralPart plural)
    {
        var value = Number(plural.Name);
        var shown = value - plural.Offset;
        if (!plural.Exact.TryGetValue(value, out var parts)
            && !plural.Categories.TryGetValue(PluralRules.Of(language.Tag, shown), out parts))
        {
            parts = plural.Categories[PluralCategory.Other];
        }
        Write(parts, shown);
    }

    private IReadOnlyList<MessagePart> Choose(SelectPart select)
    {
        var word = Convert.ToString(Value(select.Name), CultureInfo.InvariantCulture) ?? "";
        return select.Cases.TryGetValue(word, out var parts) ? parts : select.Cases["other"];
    }

    private string Format(ArgumentPart argument) => argument switch
    {
        { Type: "number", Style: "percent" } => language.FormatPercent(Number(argument.Name)),
        { Type: "number", Style: "integer" } => language.FormatNumber(Number(argument.Name), decimals: 0),
        { Type: "number" } => language.FormatNumber(Number(argument.Name)),
        { Type: "date" } => language.FormatDate(Instant(argument.Name)),
        { Type: "time" } => language.FormatInstant(Instant(argument.Name)),
        _ => FormatByType(Value(argument.Name)),
    };

    private string FormatByType(object? value) => value switch
    {
        null => "",
        string words => words,
        LocalizedText text => text.In(language.Tag).Words,
        DateOnly date => language.FormatDate(date),
        DateTimeOffset instant => language.FormatInstant(instant),
        double number => language.FormatNumber(number),
        byte or short or int or long or decimal => language.FormatNumber(Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private DateTimeOffset Instant(string name) => Value(name) switch
    {
        DateTimeOffset instant => instant,
        DateOnly date => new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
        var other => throw new FormatException($"Argument {name} is to be a date, not '{other}'."),
    };

    private decimal Number(string name) => Value(name) switch
    {
        byte or short or int or long or float or double or decimal => Convert.ToDecimal(Value(name), CultureInfo.InvariantCulture),
        var other => throw new FormatException($"Argument {name} is to be a number, not '{other}'."),
    };

    private object? Value(string name)
    {
        foreach (var argument in arguments)
        {
            if (string.Equals(argument.Name, name, StringComparison.Ordinal)) return argument.Value;
        }
        throw new FormatException($"The text needs an argument {name}; given were: {string.Join(", ", arguments.Select(a => a.Name))}.");
    }
}
