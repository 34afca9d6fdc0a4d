using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Parvis.Audit.Records.SavedModel;

/// <summary>What an operator of TensorFlow can do besides calculating. Source: the operator definitions of TensorFlow 2 (core/ops/*.cc).</summary>
internal static partial class TensorFlowOperators
{
    /// <summary>Read or write checkpoints: every saved model has them to save and restore itself, where only a saver may reach them.</summary>
    private static readonly FrozenSet<string> Saver = FrozenSet.Create(
        "Save", "SaveSlices", "SaveV2", "Restore", "RestoreSlice", "RestoreV2", "MergeV2Checkpoints", "ShardedFilename", "ShardedFilespec");

    /// <summary>Read, list or write files, or talk to other machines.</summary>
    private static readonly FrozenSet<string> Files = FrozenSet.Create(
        "MatchingFiles", "MatchingFilesDataset", "LoadAndRemapMatrix", "GenerateVocabRemapping", "ImmutableConst", "FileSystemSetConfiguration",
        "SaveDataset", "SaveDatasetV2", "LoadDataset", "SnapshotDataset", "SnapshotDatasetV2", "SnapshotNestedDatasetReader", "SnapshotDatasetReader", "DatasetToTFRecord",
        "ExperimentalDatasetToTFRecord", "DistributedSave", "LMDBDataset", "ExperimentalLMDBDataset", "DataServiceDataset", "DataServiceDatasetV2", "DataServiceDatasetV3", "DataServiceDatasetV4",
        "RegisterDataset", "RegisterDatasetV2", "CreateSummaryFileWriter", "CreateSummaryDbWriter", "XlaCustomCall", "XlaCustomCallV2", "Rpc", "TryRpc", "RpcCall", "RpcClient", "RpcServer",
        "RpcServerRegister", "RpcServerStart", "DeleteRpcFutureResource", "BigQueryReader", "BigtableClient", "TextLineDataset", "LoadTPUEmbeddingParameters", "StreamingFilesDataset");

    /// <summary>Whether it belongs to a saver.</summary>
    public static bool IsSaver(string name) => Saver.Contains(name);

    /// <summary>How bad an operator is anywhere in a model; <see cref="Severity.Note"/> for those that only calculate.</summary>
    public static Severity Judge(string name) => Code().IsMatch(name) ? Severity.Unsafe : Files.Contains(name) || FileLike().IsMatch(name) ? Severity.Suspicious : Severity.Note;

    /// <summary>Calls of Python, and whole files read or written at any place.</summary>
    [GeneratedRegex("PyFunc|Python|NumpyFunction|^(Read|Write|Append|Delete|Remove|Copy|Rename|Move|Download)(To|From)?File|Shell|Subprocess|ExecuteOp|ExecOp|SystemCommand|RunCommand|LoadLibrary|LoadOpLibrary", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    /// <summary>Readers of files under their many versions, and debuggers, whose operators write what passes through them to files or to other machines.</summary>
    [GeneratedRegex(@"^(Experimental)?(TextLine|TFRecord|FixedLengthRecord|CSV|Sql|SSTable|LMDB|WholeFile|Avro|Parquet|Arrow|Kafka)\w*(Dataset|Reader)(V\d+)?$|^Debug|Reader(V\d+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileLike();
}
