namespace Parvis.Commons.Sources;

/// <summary>What one reading of a source brought.</summary>
/// <param name="Complete">False when it was stopped, or a file of it could not be had; nothing is withdrawn then.</param>
/// <param name="Files">Files and answers read.</param>
/// <param name="OtherFiles">Files that are sound but hold no records: schemas, licence lists, pages about the folder.</param>
/// <param name="Found">Records found.</param>
/// <param name="New">Of them, those whose thing this source had not spoken of.</param>
/// <param name="Changed">Of them, those that say something else than before.</param>
/// <param name="Unchanged">Of them, those that say the same.</param>
/// <param name="Repeated">Of them, those that a file holds more than once; the first counts.</param>
/// <param name="Withdrawn">Statements that the source makes no more.</param>
/// <param name="Refused">Records and files refused.</param>
/// <param name="FieldsDropped">Fields left out of records that were kept.</param>
/// <param name="Problems">The first of what was refused or dropped, and what could not be had.</param>
internal sealed record HarvestReport(
    bool Complete, int Files, int OtherFiles, int Found, int New, int Changed, int Unchanged, int Repeated, int Withdrawn, int Refused, int FieldsDropped,
    IReadOnlyList<HarvestProblem> Problems)
{
    /// <summary>How many problems a report lists; all are counted.</summary>
    public const int MostProblems = 200;
}

/// <summary>One thing that went wrong while reading.</summary>
/// <param name="Severity"><c>unreachable</c>, <c>refused</c> or <c>dropped</c>.</param>
/// <param name="File">The file or address.</param>
/// <param name="Pointer">Place in it, a JSON Pointer.</param>
/// <param name="Line">Line in it.</param>
/// <param name="Byte">Byte in it.</param>
/// <param name="Rule">Which rule, e.g. <c>json.syntax</c> or <c>private-address</c>.</param>
/// <param name="Detail">What was found there.</param>
internal sealed record HarvestProblem(string Severity, string File, string? Pointer, int? Line, long? Byte, string Rule, string Detail)
{
    public const string Unreachable = "unreachable";
    public const string Refused = "refused";
    public const string Dropped = "dropped";

    /// <summary>The place in one line, as compilers write it.</summary>
    public string Place => string.Concat(File, Line is { } line ? $":{line}" : "", Pointer is { Length: > 0 } ? $" {Pointer}" : "", Byte is { } at ? $" (byte {at})" : "");
}
