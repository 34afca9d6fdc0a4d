namespace Parvis.Commons.Records.Readers;

/// <summary>What every mention of a Hugging Face repository says by its id alone.</summary>
internal static class HubRecord
{
    public const string Authority = "huggingface";

    /// <param name="type">models, datasets or spaces.</param>
    /// <param name="id">ns/name, or the name alone for data sets of the early hub.</param>
    /// <param name="kind">One of <see cref="RecordKinds"/>.</param>
    /// <param name="title">Its name; the last part of the id when it has no other.</param>
    public static Sketch Begin(string type, string id, string kind, string? title = null)
    {
        var sketch = new Sketch(Authority, $"{type}/{id}", kind);
        var path = type == "models" ? id : $"{type}/{id}";
        var address = Links.Parse($"https://huggingface.co/{path}");
        sketch.Homepage = address;
        sketch.Repository(address);
        sketch.Identifies($"hf:{type}/{id.ToLowerInvariant()}");
        sketch.Title(title ?? id[(id.LastIndexOf('/') + 1)..]);
        return sketch;
    }
}
