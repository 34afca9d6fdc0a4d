using Parvis.Kernel.Languages;

namespace Parvis.Kernel.Records;

/// <summary>One version of one public thing: the current state of the registry is the newest version of each.</summary>
/// <param name="Id">Stable for ever, unique in the node, e.g. <c>r7k2m9x4tqwd3</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Titles">Its names by language.</param>
/// <param name="Version">1 for the first, then one more for each change.</param>
/// <param name="Sequence">Place in the node's change sequence; search, feeds and peers follow it.</param>
/// <param name="ChangedAt">When this version was written.</param>
/// <param name="Withdrawn">True when nothing stands behind it any more; its address keeps answering, with 410.</param>
/// <param name="LedgerIndex">Index of the ledger entry that attests this version.</param>
/// <param name="Digest">SHA-256 of <paramref name="Body"/>, lower-case hexadecimal.</param>
/// <param name="Body">The record as UTF-8 JSON, exactly the bytes that were attested.</param>
public sealed record Record(
    string Id,
    RecordKind Kind,
    LocalizedText Titles,
    long Version,
    long Sequence,
    DateTimeOffset ChangedAt,
    bool Withdrawn,
    long LedgerIndex,
    string Digest,
    ReadOnlyMemory<byte> Body);

/// <summary>What a module wants the registry to hold for one id.</summary>
/// <param name="Id">Stable id chosen by the module.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Titles">Its names by language.</param>
/// <param name="Body">UTF-8 JSON, written the same way every time so that equal records have equal bytes.</param>
/// <param name="Withdrawn">True to withdraw it.</param>
public sealed record RecordDraft(string Id, RecordKind Kind, LocalizedText Titles, ReadOnlyMemory<byte> Body, bool Withdrawn = false);
