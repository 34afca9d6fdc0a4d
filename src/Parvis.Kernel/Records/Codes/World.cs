namespace Parvis.Kernel.Records.Codes;

/// <summary>The countries' outlines for a small map: Equal Earth projection, whole numbers, without Antarctica. Borders are those of Natural Earth.</summary>
public static class World
{
    private static readonly Lazy<Document> Table = new(() => ReferenceTable.Read<Document>("world"));

    /// <summary>The SVG viewBox of all paths and points, 1000 wide.</summary>
    public static string ViewBox => Table.Value.ViewBox;

    /// <summary>Every country but Antarctica.</summary>
    public static IReadOnlyList<CountryOutline> Countries { get => field ??= [.. Table.Value.Countries.Select(row => new CountryOutline(CountryCode.Parse(row.Code), row.Path, row.X, row.Y))]; }

    /// <summary>SVG path data of land that Natural Earth gives to no country code.</summary>
    public static string Unclaimed => Table.Value.Unclaimed;

    private sealed record Document(string ViewBox, List<Row> Countries, string Unclaimed);

    private sealed record Row(string Code, int X, int Y, string? Path);
}

/// <summary>Where one country is on the map.</summary>
/// <param name="Country">Which.</param>
/// <param name="Path">SVG path data, or null for a country too small to draw; show its point.</param>
/// <param name="X">Middle of its largest part, in units of <see cref="World.ViewBox"/>.</param>
/// <param name="Y">The same, downwards.</param>
public sealed record CountryOutline(CountryCode Country, string? Path, int X, int Y);
