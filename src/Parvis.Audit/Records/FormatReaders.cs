namespace Parvis.Audit.Records;

/// <summary>The readers, those whose mark is strongest first: a content is read by the first that recognises it.</summary>
internal static class FormatReaders
{
    public static readonly IReadOnlyList<IFormatReader> All =
    [
        new Repository.PointerReader(), // it bears the name of the file it stands for
        new Gguf.GgufReader(),
        new Safetensors.SafetensorsReader(),
        new Containers.ZipReader(Containers.ZipFormats.All),
        .. Containers.CompressedReader.Marked,
        new Containers.SevenZipReader(),
        new Containers.ClosedReader(),
        new Hdf5.Hdf5Reader(),
        new Numpy.NpyReader(),
        new Joblib.JoblibZlibReader(),
        new Pickle.PickleReader(),
        new Tflite.TfliteReader(),
        new Tables.ParquetReader(),
        new Tables.ArrowFileReader(byEnd: false),
        .. Tables.UnreadTable.All,
        new SavedModel.CheckpointIndexReader(),
        new SavedModel.KerasMetadataReader(),
        new SavedModel.FingerprintReader(),
        new SavedModel.SavedModelReader(),
        new Onnx.OnnxReader(),
        new SavedModel.GraphReader(),
        new Tables.ArrowStreamReader(),
        new Safetensors.SafetensorsReader(anywhere: true), // after the pickles: one file can be both
        new Containers.TarReader(),
        .. Containers.CompressedReader.Unmarked,
        new Containers.ZipReader(Containers.ZipFormats.All, anywhere: true), // last: only where nothing else is known
        new Pickle.NamedPickleReader(), // and what is only called a pickle
        new Tables.ArrowFileReader(byEnd: true),
        new Repository.MarkReader(),
        new Repository.SentencePieceReader(),
        new SavedModel.NumbersReader(), // it has a name and no mark, as the following
        new Tables.CsvReader(),
        new Tables.JsonLinesReader(),
        new Templates.TemplateReader(),
        new Tables.JsonReader(),
        new Repository.ConfigReader(),
        new Repository.YamlReader(),
        new Repository.CardReader(),
        new Repository.TextReader(), // what is text and nothing else
    ];
}
