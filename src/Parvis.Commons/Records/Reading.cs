namespace Parvis.Commons.Records;

/// <summary>What came of one part of a file, in file order.</summary>
internal abstract record Reading
{
    /// <summary>A record.</summary>
    internal sealed record Found(SourceRecord Record, Place Place) : Reading;

    /// <summary>One field of a record was left out; the record is kept.</summary>
    internal sealed record Dropped(Place Place, string Rule, string Detail) : Reading;

    /// <summary>A record, or all that is left of the file, was refused; what was found before stays found.</summary>
    /// <param name="Place">Where.</param>
    /// <param name="Rule">Which rule, e.g. <c>json.syntax</c>, <c>utf8</c>, <c>size</c>, <c>title.missing</c>.</param>
    /// <param name="Detail">What was found there.</param>
    internal sealed record Refused(Place Place, string Rule, string Detail) : Reading;

    /// <summary>The file, or a row of it, is sound but describes no thing of the commons.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="Reason">A word for why, e.g. <c>json-schema</c>, <c>licence-list</c>.</param>
    internal sealed record NotRecords(string Path, string Reason) : Reading;
}

/// <summary>A place in a file.</summary>
/// <param name="File">Path or address.</param>
/// <param name="Pointer">JSON Pointer (RFC 6901) from the root of the file; also for YAML and CSV, whose rows count from 0 and whose columns are members.</param>
/// <param name="Line">From 1.</param>
/// <param name="Byte">From 0, after decompression.</param>
internal sealed record Place(string File, string? Pointer, int? Line, long? Byte);
