namespace Parvis.Audit.Records.Tflite;

/// <summary>Rules of TensorFlow Lite models.</summary>
internal static class TfliteRules
{
    public static readonly Rule NotTflite = new("tflite.mark", Severity.Malformed);
    public static readonly Rule Index = new("tflite.index", Severity.Malformed);
    public static readonly Rule Bounds = new("tflite.bounds", Severity.Malformed);
    public static readonly Rule Shape = new("tflite.shape", Severity.Malformed);
    public static readonly Rule Size = new("tflite.size", Severity.Malformed);
    public static readonly Rule CustomOperator = new("tflite.custom-operator", Severity.Suspicious);
    public static readonly Rule FlexOperator = new("tflite.flex-operator", Severity.Suspicious);
    public static readonly Rule CodeOperator = new("tflite.code-operator", Severity.Unsafe);
    public static readonly Rule ExternalLocation = new("tflite.external-location", Severity.Unsafe);
    public static readonly Rule ExternalLink = new("tflite.external-link", Severity.Unsafe);
    public static readonly Rule ExternalFile = new("tflite.external-file", Severity.Note);
    public static readonly Rule ExternalMissing = new("tflite.external-missing", Severity.Note);

    public static IEnumerable<Rule> All =>
    [
        NotTflite, Index, Bounds, Shape, Size, CustomOperator, FlexOperator, CodeOperator, ExternalLocation, ExternalLink, ExternalFile, ExternalMissing,
    ];
}
