using Dapper;
using Parvis.Commons.Records;
using Parvis.Kernel.Records;
using Parvis.Kernel.Search;
using Parvis.Kernel.Storage;

namespace Parvis.Commons.Indicators;

/// <summary>A record of the commons with what the registry knows of it.</summary>
internal sealed record CatalogueEntry(Record Version, CatalogueRecord Record)
{
    public static CatalogueEntry Of(Record version) => new(version, CatalogueRecord.FromBytes(version.Body));
}

/// <summary>What stands at an id.</summary>
internal abstract record CatalogueLookup
{
    internal sealed record Found(CatalogueEntry Entry) : CatalogueLookup;

    /// <summary>The thing is shown in another record.</summary>
    internal sealed record Moved(string Id) : CatalogueLookup;

    /// <summary>No source speaks of it any more.</summary>
    internal sealed record Gone(CatalogueEntry Last) : CatalogueLookup;

    internal sealed record Unknown : CatalogueLookup;
}

/// <summary>A record linked with another, and how.</summary>
/// <param name="Type">A <see cref="RelationTypes"/> name, its inverse with <c>inverse.</c> before it, <c>sameAddress</c> or <c>similar</c>.</param>
internal sealed record RelatedRecord(string Type, CatalogueEntry Entry);

/// <summary>Reads the catalogue: finds, opens and relates its records.</summary>
internal sealed class Catalogue(RecordRegistry registry, ISearchIndex index, Database database)
{
    public const string SameAddress = "sameAddress";
    public const string Similar = "similar";
    private const int MostRelated = 12;
    private const string ShownIn = "SELECT record_id FROM commons_thing WHERE home_id = @id";
    private const string ApartIn = "SELECT t.home_id FROM commons_thing t WHERE t.record_id = @id AND EXISTS (SELECT 1 FROM commons_apart a WHERE a.home_a = t.home_id OR a.home_b = t.home_id)";
    private const string Joined = "SELECT COUNT(*) FROM commons_thing WHERE record_id <> home_id";
    private const string LinkedFrom = """
        SELECT DISTINCT r.type AS Type, other.record_id AS Id FROM commons_thing own
        JOIN commons_relation r ON r.home_id = own.home_id JOIN commons_identifier i ON i.identifier = r.target JOIN commons_thing other ON other.home_id = i.home_id
        WHERE own.record_id = @id AND other.record_id <> @id LIMIT 12
        """;

    private const string LinkedTo = """
        SELECT DISTINCT r.type AS Type, other.record_id AS Id FROM commons_thing own
        JOIN commons_identifier i ON i.home_id = own.home_id JOIN commons_relation r ON r.target = i.identifier JOIN commons_thing other ON other.home_id = r.home_id
        WHERE own.record_id = @id AND other.record_id <> @id LIMIT 12
        """;

    private const string Sharing = """
        SELECT DISTINCT other.record_id AS Id FROM commons_thing own
        JOIN commons_identifier i ON i.home_id = own.home_id JOIN commons_identifier j ON j.identifier = i.identifier JOIN commons_thing other ON other.home_id = j.home_id
        WHERE own.record_id = @id AND other.record_id <> @id LIMIT 12
        """;

    /// <summary>Answers a question to the catalogue.</summary>
    public async Task<(SearchResult Result, IReadOnlyList<CatalogueEntry> Entries)> SearchAsync(SearchQuery query, CancellationToken cancel)
    {
        var result = index.Search(query);
        var records = await registry.ReadAsync(result.Ids, cancel);
        return (result, [.. records.Where(record => !record.Withdrawn).Select(CatalogueEntry.Of)]);
    }

    /// <summary>What stands at <paramref name="id"/>.</summary>
    public async Task<CatalogueLookup> ReadAsync(string id, CancellationToken cancel)
    {
        var record = await registry.ReadAsync(id, cancel);
        if (record is { Withdrawn: false }) return new CatalogueLookup.Found(CatalogueEntry.Of(record));
        await using var connection = await database.OpenAsync(cancel);
        var shownIn = await connection.ExecuteScalarAsync<string?>(ShownIn, new { id });
        if (shownIn is not null && shownIn != id) return new CatalogueLookup.Moved(shownIn);
        if (record is null) return new CatalogueLookup.Unknown();
        var last = CatalogueEntry.Of(record);
        return last.Record.MovedTo is { } heir ? new CatalogueLookup.Moved(heir) : new CatalogueLookup.Gone(last); // its own thing fell silent, others of the record speak on
    }

    /// <summary>Records linked with <paramref name="entry"/>: by what their sources state first, then by likeness.</summary>
    public async Task<IReadOnlyList<RelatedRecord>> RelatedAsync(CatalogueEntry entry, string language, CancellationToken cancel)
    {
        var id = entry.Version.Id;
        await using var connection = await database.OpenAsync(cancel);
        var links = (await connection.QueryAsync<(string Type, string Id)>(LinkedFrom, new { id }))
            .Concat((await connection.QueryAsync<(string Type, string Id)>(LinkedTo, new { id })).Select(link => (Type: $"inverse.{link.Type}", link.Id)))
            .Concat((await connection.QueryAsync<string>(Sharing, new { id })).Select(other => (Type: SameAddress, Id: other)))
            .Concat(Alike(entry, language).Select(other => (Type: Similar, Id: other)))
            .DistinctBy(link => link.Id).Take(MostRelated).ToList();
        var found = (await registry.ReadAsync(links.ConvertAll(link => link.Id), cancel)).Where(record => !record.Withdrawn).ToDictionary(record => record.Id, StringComparer.Ordinal);
        return [.. links.Where(link => found.ContainsKey(link.Id)).Select(link => new RelatedRecord(link.Type, CatalogueEntry.Of(found[link.Id])))];
    }

    /// <summary>Things of a record that a person has set apart from others.</summary>
    public async Task<HashSet<string>> ApartAsync(string id, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. await connection.QueryAsync<string>(ApartIn, new { id })];
    }

    /// <summary>How many things are shown in a record that another thing began.</summary>
    public async Task<long> JoinedAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.ExecuteScalarAsync<long>(Joined);
    }

    private IEnumerable<string> Alike(CatalogueEntry entry, string language)
    {
        if (entry.Record.Themes.Count == 0) return [];
        var selected = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [CatalogueSearch.Theme] = [entry.Record.Themes[0].Value.ToLowerInvariant()] };
        if (entry.Record.Languages.Count > 0) selected[CatalogueSearch.Language] = [.. entry.Record.Languages.Select(stated => stated.Value)];
        return index.Search(new("commons", Words: null, language, selected, Take: 5)).Ids.Where(other => other != entry.Version.Id).Take(4);
    }
}
