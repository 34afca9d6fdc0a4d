using Parvis.Commons.Sources;

namespace Parvis.Commons.Records;

/// <summary>Reads the files of one kind of catalogue. The same bytes give the same readings; nothing is fetched.</summary>
internal interface ICatalogueReader
{
    /// <summary>The name of the kind, e.g. <c>dpg</c>.</summary>
    string Kind { get; }

    /// <summary>Reads a file as a stream: readings come in file order and no more than one record is held.</summary>
    IEnumerable<Reading> Read(SourceFile file, CancellationToken cancel);
}
