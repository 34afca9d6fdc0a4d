using System.Globalization;
using System.Text.Json.Nodes;

namespace Parvis.Audit.Records.Tables;

/// <summary>A column of a text table: its name, what its cells look like, and how many are empty.</summary>
internal sealed class TextColumn(string name)
{
    private static readonly HashSet<string> Empty = new(StringComparer.OrdinalIgnoreCase) { "", "NA", "N/A", "null", "NaN", "None", "#N/A", "-" };

    private const int LongestEmpty = 4;

    private bool _whole = true, _number = true, _truth = true, _date = true, _any;

    /// <summary>Cells without a value.</summary>
    public long Nulls { get; private set; }

    /// <summary>Takes one cell.</summary>
    public void Take(string cell)
    {
        if (cell.Length <= LongestEmpty && Empty.Contains(cell)) { Nulls++; return; }
        _any = true;
        if (_whole) _whole = long.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out _);
        if (_number) _number = _whole || double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || (cell.Contains(',', StringComparison.Ordinal) && double.TryParse(cell.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        if (_truth) _truth = bool.TryParse(cell, out _);
        if (_date) _date = cell.Length is >= 8 and <= 40 && char.IsAsciiDigit(cell[0]) && (DateOnly.TryParseExact(cell, "o", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) || DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _));
    }

    /// <summary>The column as a fact.</summary>
    public JsonObject Fact(long missing) => new()
    {
        ["name"] = name,
        ["type"] = !_any ? "empty" : _whole ? "integer" : _number ? "number" : _truth ? "boolean" : _date ? "date" : "text",
        ["nulls"] = Nulls + missing,
    };
}
