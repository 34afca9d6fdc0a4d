using System.Collections.Frozen;

namespace Parvis.Audit.Indicators.Bom;

/// <summary>Kinds of content that go in and come out, by the task a card names (the tasks of the Hugging Face Hub).</summary>
/// <param name="Inputs">What goes in.</param>
/// <param name="Outputs">What comes out.</param>
internal sealed record Modalities(IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    private static readonly FrozenDictionary<string, Modalities> ByTask = new (string Tasks, string In, string Out)[]
    {
        ("text-generation text2text-generation conversational summarization translation question-answering fill-mask text-classification token-classification zero-shot-classification sentence-similarity feature-extraction text-ranking", "text", "text"),
        ("table-question-answering", "text table", "text"),
        ("tabular-classification tabular-regression time-series-forecasting", "table", "table"),
        ("image-classification object-detection zero-shot-image-classification zero-shot-object-detection image-feature-extraction keypoint-detection", "image", "text"),
        ("image-segmentation depth-estimation image-to-image mask-generation unconditional-image-generation", "image", "image"),
        ("image-to-text", "image", "text"),
        ("visual-question-answering document-question-answering image-text-to-text visual-document-retrieval", "image text", "text"),
        ("text-to-image", "text", "image"),
        ("text-to-video", "text", "video"),
        ("image-to-video", "image", "video"),
        ("video-classification", "video", "text"),
        ("video-text-to-text", "video text", "text"),
        ("automatic-speech-recognition audio-classification voice-activity-detection", "audio", "text"),
        ("audio-text-to-text", "audio text", "text"),
        ("text-to-speech text-to-audio", "text", "audio"),
        ("audio-to-audio", "audio", "audio"),
    }.SelectMany(row => row.Tasks.Split(' ').Select(task => (task, new Modalities(row.In.Split(' '), row.Out.Split(' '))))).ToFrozenDictionary(row => row.task, row => row.Item2, StringComparer.Ordinal);

    /// <summary>Those of a task, or null when it is not known.</summary>
    public static Modalities? Of(string? task) => task is null ? null : ByTask.GetValueOrDefault(task);
}
