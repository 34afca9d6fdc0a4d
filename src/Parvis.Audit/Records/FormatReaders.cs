namespace Parvis.Audit.Records;

/// <summary>The readers, those whose mark is strongest first: a content is read by the first that recognises it.</summary>
internal static class FormatReaders
{
    public static readonly IReadOnlyList<IFormatReader> All =
    [
        new Onnx.OnnxReader(),
    ];
}
