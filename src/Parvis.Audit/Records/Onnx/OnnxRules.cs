namespace Parvis.Audit.Records.Onnx;

/// <summary>Rules of ONNX models.</summary>
internal static class OnnxRules
{
    public static readonly Rule ExternalLocation = new("onnx.external-location", Severity.Unsafe);
    public static readonly Rule ExternalLink = new("onnx.external-link", Severity.Unsafe);
    public static readonly Rule ExternalAttribute = new("onnx.external-attribute", Severity.Unsafe);
    public static readonly Rule ExternalKey = new("onnx.external-key", Severity.Suspicious);
    public static readonly Rule ExternalBounds = new("onnx.external-bounds", Severity.Malformed);
    public static readonly Rule ExternalNowhere = new("onnx.external-nowhere", Severity.Malformed);
    public static readonly Rule ExternalFile = new("onnx.external-file", Severity.Note);
    public static readonly Rule ExternalMissing = new("onnx.external-missing", Severity.Note);
    public static readonly Rule PythonOperator = new("onnx.python-operator", Severity.Unsafe);
    public static readonly Rule CustomOperator = new("onnx.custom-operator", Severity.Suspicious);
    public static readonly Rule NoGraph = new("onnx.no-graph", Severity.Malformed);
    public static readonly Rule Shape = new("onnx.shape", Severity.Malformed);
    public static readonly Rule Size = new("onnx.size", Severity.Malformed);

    public static IEnumerable<Rule> All =>
    [
        ExternalLocation, ExternalLink, ExternalAttribute, ExternalKey, ExternalBounds, ExternalNowhere, ExternalFile, ExternalMissing,
        PythonOperator, CustomOperator, NoGraph, Shape, Size,
    ];
}
