using System.Data.Common;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Commons.Records;

/// <summary>The catalogue's own tables, read and written inside the writer's transaction.</summary>
internal static class CatalogueTables
{
    private const string DigestsOf = "SELECT home_id AS HomeId, file AS File, digest AS Digest, seen_in AS SeenIn FROM commons_statement WHERE source_id = @source AND home_id IN @ids";
    private const string StatementsOf = "SELECT source_id AS SourceId, file AS File, home_id AS HomeId, said AS Said, digest AS Digest, kept AS Kept, pointer AS Pointer, line AS Line, retrieved_at AS RetrievedAt FROM commons_statement WHERE home_id IN @ids";
    private const string RemoveStatements = "DELETE FROM commons_statement WHERE source_id = @source AND file = @file AND home_id IN @ids";
    private const string MarkSeen = "UPDATE commons_statement SET seen_in = CASE WHEN seen_in < @run THEN @run ELSE seen_in END WHERE source_id = @source AND file = @file AND home_id IN @ids";
    private const string ThingsOf = "SELECT home_id AS HomeId, authority AS Authority, kind AS Kind, title AS Title, place AS Place, record_id AS RecordId FROM commons_thing WHERE home_id IN @ids";
    private const string ThingsIn = "SELECT home_id FROM commons_thing WHERE record_id IN @ids";
    private const string LastPlace = "SELECT COALESCE(MAX(place), 0) FROM commons_thing";
    private const string Describe = "UPDATE commons_thing SET kind = CASE WHEN @kind = '' THEN kind ELSE @kind END, title = @title WHERE home_id = @homeId";
    private const string Assign = "UPDATE commons_thing SET record_id = @recordId WHERE home_id = @homeId";
    private const string IdentifiersOf = "SELECT identifier AS Identifier, home_id AS HomeId FROM commons_identifier WHERE home_id IN @ids";
    private const string RemoveIdentifiers = "DELETE FROM commons_identifier WHERE home_id IN @ids";
    private const string RemoveRelations = "DELETE FROM commons_relation WHERE home_id IN @ids";
    private const string Sharing = "SELECT home_id FROM commons_identifier WHERE identifier IN @ids";
    private const string ApartFrom = "SELECT home_a AS A, home_b AS B FROM commons_apart WHERE home_a IN @ids OR home_b IN @ids";
    private const string Unseen = "SELECT home_id AS HomeId, file AS File FROM commons_statement WHERE source_id = @source AND seen_in < @run";
    private const string SharingNow = "SELECT DISTINCT other.home_id FROM commons_identifier own JOIN commons_identifier other ON other.identifier = own.identifier WHERE own.home_id IN @ids";
    private static readonly string[] StatementColumns = ["source_id", "file", "home_id", "said", "digest", "kept", "pointer", "line", "retrieved_at", "seen_in"];
    private static readonly string[] ThingColumns = ["home_id", "authority", "key", "kind", "title", "place", "record_id"];

    public static Task<List<(string HomeId, string File, string Digest, string SeenIn)>> DigestsAsync(DbTransaction transaction, string source, IReadOnlyCollection<string> ids) =>
        ByIdsAsync<(string, string, string, string)>(transaction, DigestsOf, new { source, ids = new Ids(ids) });

    public static async Task<List<StoredStatement>> StatementsAsync(DbTransaction transaction, IReadOnlyCollection<string> ids, Func<string, string, string, string, SourceRecord?> known)
    {
        var rows = await ByIdsAsync<StatementRow>(transaction, StatementsOf, ids);
        rows.Sort((a, b) => string.CompareOrdinal(a.SourceId, b.SourceId) is not 0 and var order ? order : string.CompareOrdinal(a.File, b.File)); // the databases sort text differently
        return rows.ConvertAll(row => new StoredStatement(row.SourceId, row.File, row.HomeId,
            known(row.SourceId, row.File, row.HomeId, row.Digest) ?? StatementJson.Read(row.Said), row.Digest, row.Kept, row.Pointer, (int?)row.Line, row.RetrievedAt));
    }

    /// <summary>Writes what <paramref name="statements"/> say, which is not stored yet.</summary>
    public static Task WriteStatementsAsync(DbTransaction transaction, string run, IReadOnlyList<(StoredStatement Statement, byte[] Said)> statements, CancellationToken cancel) =>
        BulkInsert.InsertAsync(transaction, "commons_statement", StatementColumns, statements.Select(pair => new object?[]
        {
            pair.Statement.SourceId, pair.Statement.File, pair.Statement.HomeId, pair.Said, pair.Statement.Digest, pair.Statement.Kept,
            pair.Statement.Pointer, pair.Statement.Line, pair.Statement.RetrievedAt, run,
        }), cancel);

    public static Task RemoveStatementsAsync(DbTransaction transaction, string source, string file, IReadOnlyCollection<string> ids) =>
        ExecuteByIdsAsync(transaction, RemoveStatements, new { source, file, ids = new Ids(ids) });

    public static Task MarkSeenAsync(DbTransaction transaction, string run, string source, string file, IReadOnlyCollection<string> ids) =>
        ExecuteByIdsAsync(transaction, MarkSeen, new { run, source, file, ids = new Ids(ids) });

    public static async Task<List<(string HomeId, string File)>> UnseenAsync(DbTransaction transaction, string source, string run) =>
        [.. await transaction.Connection!.QueryAsync<(string, string)>(Unseen, new { source, run }, transaction)];

    /// <summary>Makes sure that every thing spoken of has its place; a new one stands alone.</summary>
    public static async Task AddThingsAsync(DbTransaction transaction, IReadOnlyList<SourceRecord> said, CancellationToken cancel)
    {
        var ids = said.Select(record => Thing.HomeIdOf(record.Authority, record.Key)).ToList();
        var known = (await ByIdsAsync<ThingRow>(transaction, ThingsOf, ids)).Select(row => row.HomeId).ToHashSet(StringComparer.Ordinal);
        var place = await transaction.Connection!.ExecuteScalarAsync<long>(LastPlace, transaction: transaction);
        var rows = new List<object?[]>();
        for (var i = 0; i < ids.Count; i++)
        {
            if (known.Add(ids[i])) rows.Add([ids[i], said[i].Authority, said[i].Key, said[i].Kind ?? "", ThingDescription.TitleOf(said[i]), ++place, ids[i]]);
        }
        await BulkInsert.InsertAsync(transaction, "commons_thing", ThingColumns, rows, cancel);
    }

    /// <summary>Writes how things are described and identified by all that is said of them.</summary>
    public static async Task DescribeThingsAsync(DbTransaction transaction, IReadOnlyList<ThingDescription> things, CancellationToken cancel)
    {
        var ids = things.Select(thing => thing.HomeId).ToList();
        var stands = (await ByIdsAsync<ThingRow>(transaction, ThingsOf, ids)).ToDictionary(row => row.HomeId, row => (row.Kind, row.Title), StringComparer.Ordinal);
        var differ = things.Where(thing => stands.TryGetValue(thing.HomeId, out var now) && ((thing.Kind.Length > 0 && thing.Kind != now.Kind) || thing.Title != now.Title));
        await transaction.Connection!.ExecuteAsync(Describe, differ.Select(thing => new { kind = thing.Kind, title = thing.Title, homeId = thing.HomeId }), transaction);
        await ExecuteByIdsAsync(transaction, RemoveIdentifiers, new { ids = new Ids(ids) });
        await ExecuteByIdsAsync(transaction, RemoveRelations, new { ids = new Ids(ids) });
        await BulkInsert.InsertAsync(transaction, "commons_identifier", ["identifier", "home_id"], things.SelectMany(thing => thing.Identifiers.Select(identifier => new object?[] { identifier, thing.HomeId })), cancel);
        await BulkInsert.InsertAsync(transaction, "commons_relation", ["home_id", "type", "target"], things.SelectMany(thing => thing.Relations.Select(relation => new object?[] { thing.HomeId, relation.Type, relation.Target })), cancel);
    }

    /// <summary>The things with these ids and those that share an identifier with one of them, as it stands before the change: what one thing loses can make two others one.</summary>
    public static async Task<HashSet<string>> SharingAsync(DbTransaction transaction, IReadOnlyCollection<string> ids) =>
        [.. ids, .. await ByIdsAsync<string>(transaction, SharingNow, ids)];

    /// <summary>The things with these ids and all that hang together with them: that share an identifier, or a record, with one of them.</summary>
    /// <returns>Each with the record it is shown in now.</returns>
    public static async Task<List<(Thing Thing, string RecordId)>> NeighbourhoodAsync(DbTransaction transaction, IReadOnlyCollection<string> ids)
    {
        var found = new Dictionary<string, ThingRow>(StringComparer.Ordinal);
        var identifiers = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyCollection<string> next = ids;
        while (next.Count > 0)
        {
            var rows = await ByIdsAsync<ThingRow>(transaction, ThingsOf, next);
            foreach (var row in rows) found[row.HomeId] = row;
            var carried = await ByIdsAsync<(string Identifier, string HomeId)>(transaction, IdentifiersOf, next);
            foreach (var (identifier, homeId) in carried) (identifiers.TryGetValue(homeId, out var list) ? list : identifiers[homeId] = []).Add(identifier);
            var sharing = await ByIdsAsync<string>(transaction, Sharing, [.. carried.Select(pair => pair.Identifier).Where(asked.Add)]);
            var together = await ByIdsAsync<string>(transaction, ThingsIn, [.. rows.Select(row => row.RecordId).Where(record => asked.Add($"record:{record}"))]);
            next = [.. sharing.Concat(together).Where(id => !found.ContainsKey(id)).ToHashSet(StringComparer.Ordinal)];
        }
        return [.. found.Values.Select(row => (new Thing(row.HomeId, row.Authority, row.Kind, row.Title, row.Place, identifiers.GetValueOrDefault(row.HomeId) ?? []), row.RecordId))];
    }

    public static async Task<HashSet<(string, string)>> ApartAsync(DbTransaction transaction, IReadOnlyCollection<string> ids) =>
        [.. await ByIdsAsync<(string, string)>(transaction, ApartFrom, ids)];

    public static Task AssignAsync(DbTransaction transaction, IEnumerable<(string HomeId, string RecordId)> things) =>
        transaction.Connection!.ExecuteAsync(Assign, things.Select(thing => new { homeId = thing.HomeId, recordId = thing.RecordId }), transaction);

    private static Task<List<T>> ByIdsAsync<T>(DbTransaction transaction, string sql, IReadOnlyCollection<string> ids) =>
        ByIdsAsync<T>(transaction, sql, new { ids = new Ids(ids) });

    private static async Task<List<T>> ByIdsAsync<T>(DbTransaction transaction, string sql, object parameters) =>
        (await transaction.Connection!.QueryAsync<T>(sql, parameters, transaction)).AsList();

    private static Task ExecuteByIdsAsync(DbTransaction transaction, string sql, object parameters) =>
        transaction.Connection!.ExecuteAsync(sql, parameters, transaction);

    private sealed class ThingRow
    {
        public string HomeId { get; set; } = "";
        public string Authority { get; set; } = "";
        public string Kind { get; set; } = "";
        public string Title { get; set; } = "";
        public long Place { get; set; }
        public string RecordId { get; set; } = "";
    }

    private sealed class StatementRow
    {
        public string SourceId { get; set; } = "";
        public string File { get; set; } = "";
        public string HomeId { get; set; } = "";
        public byte[] Said { get; set; } = [];
        public string Digest { get; set; } = "";
        public string Kept { get; set; } = "";
        public string? Pointer { get; set; }
        public long? Line { get; set; }
        public string RetrievedAt { get; set; } = "";
    }
}

/// <summary>How a thing is described by all that is said of it.</summary>
internal sealed record ThingDescription(string HomeId, string Kind, string Title, IReadOnlyList<string> Identifiers, IReadOnlyList<Relation> Relations)
{
    /// <summary>The first statement that names it counts; all of them identify it and link it, once one says what it is.</summary>
    public static ThingDescription Of(string homeId, IReadOnlyList<StoredStatement> statements) =>
        statements.Select(statement => statement.Said.Kind).FirstOrDefault(kind => kind is not null) is not { } kind ? new(homeId, "", "", [], []) : new(
        homeId,
        kind,
        statements.Select(statement => TitleOf(statement.Said)).FirstOrDefault(title => title.Length > 0) ?? "",
        statements.SelectMany(statement => statement.Said.Identifiers).Sorted(),
        [.. statements.SelectMany(statement => statement.Said.Relations).ToHashSet()]);

    /// <summary>The title that things are compared by.</summary>
    public static string TitleOf(SourceRecord said) => Thing.Fold(said.Titles.In("en").Words);
}
