using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Parvis.Kernel.Records.Codes;

/// <summary>One of the 17 Sustainable Development Goals of the United Nations (A/RES/70/1).</summary>
public sealed class Sdg
{
    private static readonly Lazy<Sdg[]> Table = new(() => [.. ReferenceTable.Read<Document>("sdgs").Sdgs.Select(row => new Sdg(row))]);
    private readonly IReadOnlyDictionary<string, string> _names;

    private Sdg(Row row) => (Number, _names) = (row.Number, row.Names);

    /// <summary>All 17, in order.</summary>
    public static IReadOnlyList<Sdg> All => Table.Value;

    /// <summary>1 to 17.</summary>
    public int Number { get; }

    /// <summary>Its short name for readers of <paramref name="language"/>; English when the table has no other.</summary>
    public string NameIn(string language) => ReferenceTable.NameIn(_names, language);

    /// <summary>Reads <c>4</c>, <c>SDG4</c>, <c>SDG 4</c> or <c>SDG4: Quality Education</c>.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> names no goal.</exception>
    public static Sdg Parse(string text) => TryParse(text, out var goal) ? goal : throw new FormatException($"'{text}' is not one of the 17 Sustainable Development Goals.");

    /// <inheritdoc cref="Parse"/>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Sdg? goal)
    {
        var words = (text ?? "").Trim();
        if (words.StartsWith("SDG", StringComparison.OrdinalIgnoreCase)) words = words[3..].TrimStart(' ', '-', '_');
        var digits = words.Split(':')[0].Trim();
        goal = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 17 ? Table.Value[number - 1] : null;
        return goal is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);

    private sealed record Document(List<Row> Sdgs);

    private sealed record Row(int Number, Dictionary<string, string> Names);
}
