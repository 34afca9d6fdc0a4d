using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Parvis.Kernel.Records.Codes;

/// <summary>A country or area: ISO 3166-1, and XK for Kosovo, which users assigned.</summary>
public sealed class CountryCode
{
    private static readonly Lazy<FrozenDictionary<string, CountryCode>> Table = new(Load);
    private readonly IReadOnlyDictionary<string, string> _names;

    private CountryCode(Row row)
    {
        (Value, Alpha3, Numeric, Continent) = (row.Alpha2, row.Alpha3, row.Numeric, row.Continent);
        _names = row.Names;
    }

    /// <summary>All of them, in the order of their codes.</summary>
    public static IReadOnlyList<CountryCode> All { get => field ??= [.. Table.Value.Values.Distinct().OrderBy(code => code.Value, StringComparer.Ordinal)]; }

    /// <summary>Alpha-2 code, e.g. <c>KE</c>.</summary>
    public string Value { get; }

    /// <summary>Alpha-3 code, e.g. <c>KEN</c>.</summary>
    public string Alpha3 { get; }

    /// <summary>Numeric code, e.g. <c>404</c>, as UN M49 uses it; null for XK.</summary>
    public string? Numeric { get; }

    /// <summary>Key of its continent after UN M49: africa, asia, europe, north-america, south-america, oceania or antarctica.</summary>
    public string Continent { get; }

    /// <summary>Its name for readers of <paramref name="language"/> (BCP 47); English when the table has no other.</summary>
    public string NameIn(string language) => ReferenceTable.NameIn(_names, language);

    /// <summary>Reads an alpha-2, alpha-3 or numeric code, or a name in English, French or Arabic, in any case.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is none of them.</exception>
    public static CountryCode Parse(string text) => TryParse(text, out var code) ? code : throw new FormatException($"'{text}' is not a country of ISO 3166-1.");

    /// <inheritdoc cref="Parse"/>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CountryCode? code) => Table.Value.TryGetValue(text?.Trim() ?? "", out code);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static FrozenDictionary<string, CountryCode> Load()
    {
        var table = new Dictionary<string, CountryCode>(StringComparer.OrdinalIgnoreCase);
        var rows = ReferenceTable.Read<Document>("countries").Countries.ConvertAll(row => new CountryCode(row));
        foreach (var row in rows)
        {
            table.Add(row.Value, row);
            table.Add(row.Alpha3, row);
            if (row.Numeric is not null) table.Add(row.Numeric, row);
        }
        foreach (var row in rows)
        {
            foreach (var name in row._names.Values) table.TryAdd(name, row);
        }
        return table.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private sealed record Document(List<Row> Countries);

    private sealed record Row(string Alpha2, string Alpha3, string? Numeric, string Continent, Dictionary<string, string> Names);
}
