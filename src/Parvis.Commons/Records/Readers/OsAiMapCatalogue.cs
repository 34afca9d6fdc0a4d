using System.Globalization;
using Parvis.Commons.Records.Formats;
using Parvis.Commons.Sources;

namespace Parvis.Commons.Records.Readers;

/// <summary>The map's CSV files: rows of Hugging Face models and data sets, links from models to code, and GitHub repositories.</summary>
internal static class OsAiMapCatalogue
{
    public static IEnumerable<Reading> Read(SourceFile file, CancellationToken cancel)
    {
        using var stream = Unpacked.Open(file);
        foreach (var (row, broken) in CsvRows.Read(stream, file.Path))
        {
            cancel.ThrowIfCancellationRequested();
            if (broken is not null)
            {
                yield return broken.Refused;
                continue;
            }
            var reading = Take(row!, file);
            yield return reading;
            if (reading is Reading.NotRecords) yield break;
        }
    }

    private static Reading Take(CsvRows.Row row, SourceFile file)
    {
        if (row.Names("incident_id")) return new Reading.NotRecords(file.Path, "incidents");
        if (row.Names("model_id")) return Row(row, "model_id", "models", RecordKinds.Model);
        if (row.Names("dataset_id")) return Row(row, "dataset_id", "datasets", RecordKinds.Dataset);
        return row.Names("full_name") ? Repository(row) : new Reading.NotRecords(file.Path, "no-known-column");
    }

    private static Reading Row(CsvRows.Row row, string column, string type, string kind)
    {
        if (row[column] is not { } id) return new Reading.Refused(row.Place with { Pointer = $"{row.Place.Pointer}/{column}" }, "id.missing", "a row needs an id");
        var sketch = HubRecord.Begin(type, id, kind);
        HubTags.Read((row["tags"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), sketch);
        sketch.Theme(row["pipeline_tag"]);
        sketch.Fact("library", row["library_name"]);
        sketch.Fact("downloads", Count(row["downloads"]));
        sketch.Fact("likes", Count(row["likes"]));
        sketch.Organisation(row["author"], role: "publisher");
        sketch.Released = Dates.Parse(row["created_at"]);
        sketch.Modified = Dates.Parse(row["last_modified"]);
        // Models of a family share their code: it is where the code is, not what the model is.
        sketch.Repository(Links.Parse(row["github_repo"] is { } repository && !repository.Contains("://", StringComparison.Ordinal) ? $"https://github.com/{repository}" : row["github_repo"]));
        HubTags.BaseModel(row["base_model_id"], sketch);
        return new Reading.Found(sketch.Build(), row.Place);
    }

    private static Reading Repository(CsvRows.Row row)
    {
        if (row["full_name"] is not { } name) return new Reading.Refused(row.Place with { Pointer = $"{row.Place.Pointer}/full_name" }, "id.missing", "a row needs a name");
        var sketch = new Sketch("os-ai-map", $"github:{name}", RecordKinds.Software);
        sketch.Title(name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        sketch.Description(row["description"]);
        sketch.OwnRepository(Links.Parse(row["html_url"]));
        sketch.Organisation(name.Split('/')[0], role: "publisher");
        foreach (var topic in (row["topics"] ?? "").Split(['[', ']', ',', '\'', ' '], StringSplitOptions.RemoveEmptyEntries)) sketch.Theme(topic);
        sketch.Fact("stars", Count(row["stargazers_count"]));
        sketch.Fact("forks", Count(row["forks_count"]));
        sketch.Fact("programming_language", row["language"]);
        sketch.Released = Dates.Parse(row["created_at"]);
        sketch.Modified = Dates.Parse(row["updated_at"]);
        return new Reading.Found(sketch.Build(), row.Place);
    }

    private static long? Count(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
