namespace Parvis.Audit.Records.SavedModel;

/// <summary>Rules of TensorFlow's saved models and graphs.</summary>
internal static class SavedModelRules
{
    public static readonly Rule CodeOperator = new("savedmodel.code-operator", Severity.Unsafe);
    public static readonly Rule FileOperator = new("savedmodel.file-operator", Severity.Suspicious);
    public static readonly Rule SaverOperator = new("savedmodel.saver-operator", Severity.Suspicious);
    public static readonly Rule PrintToFile = new("savedmodel.print-to-file", Severity.Unsafe);
    public static readonly Rule AssetLocation = new("savedmodel.asset-location", Severity.Unsafe);
    public static readonly Rule Lambda = new("savedmodel.lambda", Severity.Unsafe);
    public static readonly Rule NoGraph = new("savedmodel.no-graph", Severity.Malformed);
    public static readonly Rule Layers = new("savedmodel.layers", Severity.Malformed);
    public static readonly Rule Index = new("savedmodel.index", Severity.Malformed);
    public static readonly Rule IndexPacked = new("savedmodel.index-packed", Severity.NotExamined);
    public static readonly Rule Numbers = new("savedmodel.numbers", Severity.Note);

    public static IEnumerable<Rule> All =>
    [
        CodeOperator, FileOperator, SaverOperator, PrintToFile, AssetLocation, Lambda, NoGraph, Layers, Index, IndexPacked, Numbers,
    ];
}
