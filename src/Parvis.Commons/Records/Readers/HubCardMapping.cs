using System.Collections.Frozen;
using System.Text.Json;
using Parvis.Commons.Records.Formats;

namespace Parvis.Commons.Records.Readers;

/// <summary>From a card to a record: its YAML by the hub's specification of cards, its text by the headings that cards share.</summary>
internal static class HubCardMapping
{
    private static readonly FrozenSet<string> OfDatasets = new[]
    {
        "pretty_name", "task_ids", "size_categories", "annotations_creators", "language_creators", "source_datasets", "dataset_info", "configs",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <param name="card">The card.</param>
    /// <param name="id">ns/name.</param>
    /// <param name="type">models or datasets; null to tell by the card's own fields.</param>
    /// <param name="place">Of the card.</param>
    public static IEnumerable<Reading> Map(HubCard card, string id, string? type, Place place)
    {
        if (card.Broken is { } broken) yield return new Reading.Dropped(place with { Line = broken.Line, Byte = null }, broken.Rule, broken.Detail);
        var dropped = new List<Reading>();
        var fields = card.Metadata is { ValueKind: JsonValueKind.Object } metadata ? new FieldReader(metadata, place, dropped) : null;
        type ??= fields is not null && fields.Names.Any(OfDatasets.Contains) ? "datasets" : "models";
        var sketch = HubRecord.Begin(type, id, type == "datasets" ? RecordKinds.Dataset : RecordKinds.Model, fields?.Text("pretty_name") ?? card.Heading());
        if (fields is not null) Metadata(fields, type, sketch);
        sketch.Description(card.Summary(), longest: Limits.CardDescriptionLength);
        sketch.Identifies(card.Named("Homepage"));
        sketch.OwnRepository(card.Named("Repository"));
        sketch.Relates(RelationTypes.Paper, card.Named("Paper"));
        foreach (var note in dropped) yield return note;
        yield return new Reading.Found(sketch.Build(), place);
    }

    /// <summary>Also the <c>cardData</c> of the hub's answers.</summary>
    public static void Metadata(FieldReader fields, string type, Sketch sketch)
    {
        Licence(fields, sketch);
        foreach (var language in fields.Texts("language").Concat(fields.Texts("languages")).Concat(fields.Texts("language_bcp47"))) sketch.Language(language);
        foreach (var name in (string[])["task_categories", "task_ids", "pipeline_tag"])
        {
            foreach (var theme in fields.Texts(name)) sketch.Theme(theme);
        }
        if (type == "models") HubTags.Read(fields.Texts("tags"), sketch);
        else foreach (var tag in fields.Texts("tags").Where(t => !t.Contains(':', StringComparison.Ordinal))) sketch.Theme(tag);
        foreach (var origin in fields.Texts("source_datasets").Where(s => s.StartsWith("extended|", StringComparison.Ordinal)))
        {
            sketch.Fact("source_dataset", origin["extended|".Length..]);
        }
        foreach (var dataset in fields.Texts("datasets")) HubTags.TrainedOn(dataset, sketch);
        foreach (var model in fields.Texts("base_model")) HubTags.BaseModel(model, sketch);
        foreach (var size in fields.Texts("size_categories")) sketch.Fact("size", size, "rows");
        sketch.Fact("library", fields.Raw("library_name"));
    }

    /// <summary><c>other</c> has its name and address beside it.</summary>
    private static void Licence(FieldReader fields, Sketch sketch)
    {
        var (name, link) = (fields.Raw("license_name"), Links.Parse(fields.Raw("license_link")));
        foreach (var licence in fields.Texts("license"))
        {
            var named = licence == "other" && name is not null;
            sketch.Licence(named ? name : licence, link);
        }
    }
}
