using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parvis.Kernel.Languages;

namespace Parvis.Commons.Records;

/// <summary>One public-interest AI resource as the commons shows it: every value with the sources that state it.</summary>
/// <param name="Id">Stable record id.</param>
/// <param name="Kind">One of <see cref="RecordKinds"/>; of several stated, the first source's.</param>
/// <param name="MovedTo">For a record that was found to be the same as another: that other's id; nothing else stands then.</param>
internal sealed record CatalogueRecord(
    string Id,
    string Kind,
    IReadOnlyList<Stated<Words>> Titles,
    IReadOnlyList<Stated<Words>> Descriptions,
    IReadOnlyList<Stated<string>> Kinds,
    IReadOnlyList<Stated<string>> Homepages,
    IReadOnlyList<Stated<string>> Repositories,
    IReadOnlyList<Stated<string>> Identifiers,
    IReadOnlyList<Stated<LicenceStatement>> Licences,
    IReadOnlyList<Stated<string>> Languages,
    IReadOnlyList<Stated<string>> Countries,
    IReadOnlyList<Stated<int>> Sdgs,
    IReadOnlyList<Stated<string>> Themes,
    IReadOnlyList<Stated<Organisation>> Organisations,
    IReadOnlyList<Stated<string>> Versions,
    IReadOnlyList<Stated<string>> Released,
    IReadOnlyList<Stated<string>> Modified,
    IReadOnlyList<Stated<Relation>> Relations,
    IReadOnlyList<Stated<Fact>> Facts,
    IReadOnlyList<StatementOrigin> Sources,
    string? MovedTo = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // names in every script stay readable; the bytes are never put into a page unescaped
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The names by language: for each, the first source's.</summary>
    public LocalizedText TitlesByLanguage() => Texts(Titles);

    /// <summary>The descriptions by language: for each, the first source's.</summary>
    public LocalizedText DescriptionsByLanguage() => Texts(Descriptions);

    /// <summary>The record as UTF-8 JSON: equal records give equal bytes.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    public static CatalogueRecord FromBytes(ReadOnlyMemory<byte> body) => JsonSerializer.Deserialize<CatalogueRecord>(body.Span, Json)!;

    /// <summary>What is left at an id whose thing is now shown in another record, or that no source states any more.</summary>
    public static CatalogueRecord Gone(string id, string kind, string? movedTo) =>
        new(id, kind, [], [], [], [], [], [], [], [], [], [], [], [], [], [], [], [], [], [], movedTo);

    private static LocalizedText Texts(IReadOnlyList<Stated<Words>> stated) =>
        new(stated.Select(words => new KeyValuePair<string, string>(words.Value.Language, words.Value.Text)));
}

/// <summary>A value and who states it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Sources">Indexes into <see cref="CatalogueRecord.Sources"/>.</param>
internal sealed record Stated<T>(T Value, IReadOnlyList<int> Sources);

/// <summary>Words in one language.</summary>
internal sealed record Words(string Language, string Text);

/// <summary>Where a source's statement of the record was read.</summary>
/// <param name="HomeId">The thing of that authority, for setting it apart.</param>
/// <param name="Authority">Who speaks.</param>
/// <param name="Key">What it is called there.</param>
/// <param name="Source">Id of the source of this node that read it.</param>
/// <param name="File">The file or address.</param>
/// <param name="Pointer">The place in it, a JSON Pointer.</param>
/// <param name="Line">The line in it.</param>
/// <param name="Kept">SHA-256 of the bytes that were read and are kept.</param>
/// <param name="RetrievedAt">When these words were first read, RFC 3339.</param>
internal sealed record StatementOrigin(string HomeId, string Authority, string Key, string Source, string File, string? Pointer, int? Line, string Kept, string RetrievedAt);
