using System.Text.Json;

namespace Parvis.Commons.Records.Readers;

/// <summary>A model or data set as the hub's interface lists or details it.</summary>
internal static class HubRepository
{
    public static Reading Map(FieldReader fields)
    {
        if ((fields.Raw("id") ?? fields.Raw("modelId")) is not { } id) return new Reading.Refused(fields.Place, "id.missing", "a repository needs an id");
        var type = IsModel(fields) ? "models" : "datasets";
        var card = fields.Element.Has("cardData", JsonValueKind.Object) ? fields.Object("cardData") : null;
        var sketch = HubRecord.Begin(type, id, type == "models" ? RecordKinds.Model : RecordKinds.Dataset, card?.Text("pretty_name"));
        HubTags.Read(fields.Texts("tags"), sketch);
        if (card is not null) HubCardMapping.Metadata(card, type, sketch);
        sketch.Description(fields.Raw("description"));
        sketch.Organisation(fields.Text("author") ?? (id.Contains('/', StringComparison.Ordinal) ? id.Split('/')[0] : null), role: "publisher");
        sketch.Theme(fields.Text("pipeline_tag"));
        sketch.Fact("library", fields.Text("library_name"));
        sketch.Fact("downloads", fields.Integer("downloads"));
        sketch.Fact("likes", fields.Integer("likes"));
        sketch.Fact("parameters", fields.Object("safetensors")?.Integer("total"));
        // false, or the way in which access is given: auto or manual.
        if (fields.Raw("gated") is { } gated and not "false") sketch.Fact("gated", gated);
        sketch.Fact("citation", fields.Raw("citation"));
        sketch.Version = fields.Raw("sha");
        sketch.Released = fields.Day("createdAt");
        sketch.Modified = fields.Day("lastModified");
        return new Reading.Found(sketch.Build(), fields.Place);
    }

    private static bool IsModel(FieldReader fields) =>
        fields.Has("modelId") || fields.Has("pipeline_tag") || fields.Has("library_name") || fields.Has("config") || fields.Has("safetensors");
}
