namespace Parvis.Commons.Records;

/// <summary>What one file of one source says of one thing, as it is stored.</summary>
/// <param name="SourceId">The source of this node that read it.</param>
/// <param name="File">The file or address.</param>
/// <param name="HomeId">The thing.</param>
/// <param name="Said">The statement.</param>
/// <param name="Digest">SHA-256 of the statement's JSON: a source that says the same again changes nothing.</param>
/// <param name="Kept">SHA-256 of the bytes it was read from.</param>
/// <param name="Pointer">Place in those bytes, a JSON Pointer.</param>
/// <param name="Line">Line in those bytes.</param>
/// <param name="RetrievedAt">When this was first read, RFC 3339.</param>
internal sealed record StoredStatement(string SourceId, string File, string HomeId, SourceRecord Said, string Digest, string Kept, string? Pointer, int? Line, string RetrievedAt)
{
    public StatementOrigin Origin => new(HomeId, Said.Authority, Said.Key, SourceId, File, Pointer, Line, Kept, RetrievedAt);
}
