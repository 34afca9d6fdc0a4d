using Parvis.Kernel.Languages;

namespace Parvis.Commons.Records;

/// <summary>What one source says of one thing, in our fields and in its words; nothing is added that the source does not say.</summary>
/// <param name="Authority">Who says it: <c>dpg</c>, <c>os-ai-map</c>, <c>mof</c>, <c>huggingface</c>, <c>croissant:host</c>, <c>ckan:host</c> or a collection's name.</param>
/// <param name="Key">The id within the authority; two records with one authority and key speak of one thing.</param>
/// <param name="Kind">One of <see cref="RecordKinds"/>; null when this file does not say, because it adds to another record of the same authority and key.</param>
/// <param name="Titles">Its names by language; may be empty when <paramref name="Kind"/> is null.</param>
/// <param name="Descriptions">Plain text by language.</param>
/// <param name="Homepage">Where the thing is presented.</param>
/// <param name="Repositories">Where its files are kept.</param>
/// <param name="Identifiers">Only what identifies the thing itself, normalised by <see cref="Identifier"/>; a paper or a base model is a relation.</param>
/// <param name="Licences">One for each statement the source makes.</param>
/// <param name="Languages">BCP 47 tags of the content.</param>
/// <param name="Countries">ISO 3166-1 alpha-2.</param>
/// <param name="Sdgs">Sustainable Development Goals, 1 to 17.</param>
/// <param name="Themes">Keywords, categories and tasks in the source's words.</param>
/// <param name="Organisations">Organisations, never persons' addresses.</param>
/// <param name="Version">The source's own version.</param>
/// <param name="Released">When it was first published.</param>
/// <param name="Modified">When the source last changed it.</param>
/// <param name="Relations">Links to other things.</param>
/// <param name="Facts">Anything else that is stated and worth keeping, with its citation.</param>
internal sealed record SourceRecord(
    string Authority,
    string Key,
    string? Kind,
    LocalizedText Titles,
    LocalizedText Descriptions,
    Uri? Homepage,
    Values<Uri> Repositories,
    Values<string> Identifiers,
    Values<LicenceStatement> Licences,
    Values<string> Languages,
    Values<string> Countries,
    Values<int> Sdgs,
    Values<string> Themes,
    Values<Organisation> Organisations,
    string? Version,
    DateOnly? Released,
    DateOnly? Modified,
    Values<Relation> Relations,
    Values<Fact> Facts)
{
    /// <summary>A record that says nothing yet but what it is called.</summary>
    public static SourceRecord Named(string authority, string key, string? kind, LocalizedText titles) => new(
        authority, key, kind, titles, LocalizedText.Empty, Homepage: null, [], [], [], [], [], [], [], [],
        Version: null, Released: null, Modified: null, [], []);
}

/// <summary>The kinds of thing in the commons.</summary>
internal static class RecordKinds
{
    public const string Model = "model";
    public const string Dataset = "dataset";
    public const string Software = "software";
    public const string Standard = "standard";
    public const string Content = "content";
    public const string Initiative = "initiative";

    public static IReadOnlyList<string> All { get; } = [Model, Dataset, Software, Standard, Content, Initiative];

    public static bool Contains(string kind) => kind is Model or Dataset or Software or Standard or Content or Initiative;
}

/// <summary>A licence as the source states it.</summary>
/// <param name="Text">The source's words.</param>
/// <param name="Spdx">The SPDX licence expression those words mean, when that is certain.</param>
/// <param name="Source">Where the source says it is written.</param>
/// <param name="Component">The part it covers; null for the whole.</param>
internal sealed record LicenceStatement(string Text, string? Spdx, Uri? Source, string? Component);

/// <summary>An organisation and its part in the thing.</summary>
internal sealed record Organisation(string Name, Uri? Homepage, string? Role);

/// <summary>A link from one thing to another.</summary>
/// <param name="Type">One of <see cref="RelationTypes"/>.</param>
/// <param name="Target">A normalised identifier, else an address.</param>
internal sealed record Relation(string Type, string Target);

/// <summary>The ways one thing can be linked to another.</summary>
internal static class RelationTypes
{
    public const string DerivedFrom = "derivedFrom";
    public const string TrainedOn = "trainedOn";
    public const string IsVersionOf = "isVersionOf";
    public const string Distribution = "distribution";
    public const string Documentation = "documentation";
    public const string Paper = "paper";
}

/// <summary>One stated fact: a count, a score, an answer.</summary>
/// <param name="Name">Dotted, e.g. <c>openness.score</c>.</param>
/// <param name="Value">In the source's words.</param>
/// <param name="Unit">Unit of a number.</param>
/// <param name="Citation">The page the source cites for it.</param>
/// <param name="Accessed">When the source looked at that page.</param>
internal sealed record Fact(string Name, string Value, string? Unit = null, Uri? Citation = null, DateOnly? Accessed = null);
