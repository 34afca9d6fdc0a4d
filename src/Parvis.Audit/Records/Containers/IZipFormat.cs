namespace Parvis.Audit.Records.Containers;

/// <summary>A format whose files are zips with known members: PyTorch, Keras, npz.</summary>
internal interface IZipFormat
{
    /// <summary>The format's name in the report.</summary>
    string Format { get; }

    /// <summary>Whether the zip is of this format, by the names of its members; must not throw.</summary>
    bool Recognises(ZipDirectory zip);

    /// <summary>Reads what this format knows. Members it takes (<see cref="ZipDirectory.Take"/>) or examines are its own; all others are examined afterwards, each by its own format.</summary>
    /// <exception cref="MalformedException">It breaks the rules of its format; the members not yet examined still are.</exception>
    void Read(ZipDirectory zip, Examination examination);
}
