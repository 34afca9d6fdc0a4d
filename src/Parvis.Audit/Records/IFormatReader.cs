using Parvis.Audit.Sources;

namespace Parvis.Audit.Records;

/// <summary>Reads one format: measures facts, finds what is unsafe. It never executes, never writes, and allocates only what the content really has.</summary>
internal interface IFormatReader
{
    /// <summary>The format's name in the report.</summary>
    string Format { get; }

    /// <summary>Whether the content is of this format, by its first bytes and its name. Must be cheap and must not throw.</summary>
    bool Recognises(Content content);

    /// <summary>Reads <paramref name="content"/> into <paramref name="examination"/>.</summary>
    /// <exception cref="MalformedException">It breaks the rules of its format.</exception>
    /// <exception cref="BudgetException">It costs too much.</exception>
    void Read(Content content, Examination examination);
}
