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
        new Numpy.NpyReader(),
        new Joblib.JoblibZlibReader(),
        new Pickle.PickleReader(),
        new Onnx.OnnxReader(),
        new Safetensors.SafetensorsReader(anywhere: true), // after the pickles: one file can be both
        new Containers.TarReader(),
        .. Containers.CompressedReader.Unmarked,
        new Containers.ZipReader(Containers.ZipFormats.All, anywhere: true), // last: only where nothing else is known
        new Pickle.NamedPickleReader(), // and what is only called a pickle
        new Repository.MarkReader(),
        new Repository.SentencePieceReader(),
        new Templates.TemplateReader(),
        new Repository.ConfigReader(),
        new Repository.YamlReader(),
        new Repository.CardReader(),
        new Repository.TextReader(), // what is text and nothing else
    ];
}
