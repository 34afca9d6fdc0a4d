using System.Buffers;
using System.Globalization;
using System.Text;
using Parvis.Commons.Indicators;
using Parvis.Commons.Records;
using Parvis.Kernel.Storage;

namespace Parvis.Commons.Api.Formats;

/// <summary>Records as CSV (RFC 4180), for a spreadsheet: one row a record, or one row a stated value.</summary>
internal static class CatalogueCsv
{
    public const string MediaType = "text/csv; charset=utf-8; header=present";
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> Formulas = SearchValues.Create("=+-@\t");

    /// <summary>One row a record: several values are joined by <c>; </c>.</summary>
    public static string Write(IEnumerable<CatalogueEntry> entries, string nodeAddress)
    {
        var csv = new StringBuilder();
        Row(csv, "id", "kind", "title", "description", "openness", "licences", "languages", "countries", "sdgs", "themes", "organisations", "homepage", "repositories", "identifiers", "sources", "version", "changed_at", "sha256", "address");
        foreach (var (version, record) in entries)
        {
            Row(csv, record.Id, record.Kind, record.TitlesByLanguage().In("en").Words, record.DescriptionsByLanguage().In("en").Words,
                Openness.Of(record).Level?.ToString().ToLowerInvariant() ?? "",
                Join(record.Licences.Select(licence => licence.Value.Spdx ?? licence.Value.Text)), Join(record.Languages.Select(stated => stated.Value)), Join(record.Countries.Select(stated => stated.Value)),
                Join(record.Sdgs.Select(stated => stated.Value.ToString(CultureInfo.InvariantCulture))), Join(record.Themes.Select(stated => stated.Value)), Join(record.Organisations.Select(stated => stated.Value.Name)),
                record.Homepages.Count > 0 ? record.Homepages[0].Value : "", Join(record.Repositories.Select(stated => stated.Value)), Join(record.Identifiers.Select(stated => stated.Value)),
                Join(record.Sources.Select(source => source.Authority).ToHashSet(StringComparer.Ordinal)), version.Version.ToString(CultureInfo.InvariantCulture), Instant.Write(version.ChangedAt), version.Digest, $"{nodeAddress}/en/commons/records/{record.Id}");
        }
        return csv.ToString();
    }

    /// <summary>One row a value, with the source that states it.</summary>
    public static string WriteStatements(CatalogueEntry entry)
    {
        var csv = new StringBuilder();
        Row(csv, "field", "value", "language_or_part", "authority", "key", "file", "place", "sha256", "retrieved_at");
        foreach (var (field, value, part, sources) in StatedValues.Of(entry.Record))
        {
            foreach (var source in sources.Select(index => entry.Record.Sources[index]))
                Row(csv, field, value, part ?? "", source.Authority, source.Key, source.File, source.Pointer ?? "", source.Kept, source.RetrievedAt);
        }
        return csv.ToString();
    }

    private static string Join(IEnumerable<string> values) => string.Join("; ", values);

    private static void Row(StringBuilder csv, params ReadOnlySpan<string> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0) csv.Append(',');
            Cell(csv, cells[i]);
        }
        csv.Append("\r\n");
    }

    private static void Cell(StringBuilder csv, string value)
    {
        // A spreadsheet runs what begins like a formula; an apostrophe keeps it text.
        if (value.Length > 0 && Formulas.Contains(value[0])) value = $"'{value}";
        if (value.AsSpan().ContainsAny(Quoted)) csv.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        else csv.Append(value);
    }
}
