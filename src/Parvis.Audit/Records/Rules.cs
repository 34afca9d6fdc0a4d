namespace Parvis.Audit.Records;

/// <summary>Every rule of the audit, by area.</summary>
internal static class Rules
{
    public static readonly Rule OverBudget = new("audit.budget", Severity.Suspicious);
    public static readonly Rule UnknownFormat = new("audit.unknown-format", Severity.NotExamined);
    public static readonly Rule Link = new("audit.link", Severity.NotExamined);
    public static readonly Rule NotReadable = new("audit.not-readable", Severity.NotExamined);
    public static readonly Rule Unreadable = new("audit.unreadable", Severity.Malformed);

    /// <summary>All of them, ordered by id.</summary>
    public static readonly IReadOnlyList<Rule> All = [.. new IEnumerable<Rule>[]
    {
        [OverBudget, UnknownFormat, Link, NotReadable, Unreadable],
        Containers.ContainerRules.All,
        Hdf5.Hdf5Rules.All,
        Keras.KerasRules.All,
        Protobuf.ProtobufRules.All,
        FlatBuffers.FlatBufferRules.All,
        Onnx.OnnxRules.All,
        Pickle.PickleRules.All,
        Torch.TorchRules.All,
        Gguf.GgufRules.All,
        Safetensors.SafetensorsRules.All,
        Templates.TemplateRules.All,
        Numpy.NpyRules.All,
        Joblib.JoblibZlibReader.Rules,
        Repository.RepositoryRules.All,
        Tflite.TfliteRules.All,
        SavedModel.SavedModelRules.All,
        Tables.TableRules.All,
        Openness.OpennessRules.All,
    }.SelectMany(area => area).OrderBy(rule => rule.Id, StringComparer.Ordinal)];
}
