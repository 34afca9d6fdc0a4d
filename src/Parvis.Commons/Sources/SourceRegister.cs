using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Commons.Sources;

/// <summary>A catalogue, or a file of one, that this node reads.</summary>
/// <param name="Id">Short id, for addresses.</param>
/// <param name="Kind">Which reader reads it, e.g. <c>dpg</c>.</param>
/// <param name="Name">What it is called here.</param>
/// <param name="Address">An http(s) address, a path on the node's machine, or <see cref="FoundingAddress"/>.</param>
/// <param name="EveryHours">How often it is read again; null for only when asked.</param>
/// <param name="AddedAt">When it was added.</param>
/// <param name="HarvestedAt">When it was last read to the end; null for never.</param>
/// <param name="Report">What the last reading brought.</param>
internal sealed record CatalogueSource(string Id, string Kind, string Name, string Address, int? EveryHours, DateTimeOffset AddedAt, DateTimeOffset? HarvestedAt, HarvestReport? Report)
{
    /// <summary>The address of the collection that comes with the program.</summary>
    public const string FoundingAddress = SourceFile.FoundingFolder;
}

/// <summary>The catalogues that this node reads.</summary>
internal sealed class SourceRegister(Database database, TimeProvider time)
{
    private const string Columns = "id AS Id, kind AS Kind, name AS Name, address AS Address, every_hours AS EveryHours, added_at AS AddedAt, harvested_at AS HarvestedAt, report AS Report";
    private const string All = $"SELECT {Columns} FROM commons_source ORDER BY name, id";
    private const string ById = $"SELECT {Columns} FROM commons_source WHERE id = @id";
    private const string ByAddress = $"SELECT {Columns} FROM commons_source WHERE kind = @kind AND address = @address";
    private const string Insert = "INSERT INTO commons_source (id, kind, name, address, every_hours, added_by, added_at) VALUES (@id, @kind, @name, @address, @everyHours, @addedBy, @now)";
    private const string Rename = "UPDATE commons_source SET name = @name, every_hours = @everyHours WHERE id = @id";
    private const string Count = "SELECT COUNT(*) FROM commons_source WHERE id = @id";
    private const string Delete = "DELETE FROM commons_source WHERE id = @id";
    private const string SetReport = "UPDATE commons_source SET harvested_at = @now, report = @report WHERE id = @id";
    private const string StatementCounts = "SELECT source_id AS SourceId, COUNT(DISTINCT home_id) AS Count FROM commons_statement GROUP BY source_id";
    private const string RecordsOf = "SELECT DISTINCT t.record_id FROM commons_statement s JOIN commons_thing t ON t.home_id = s.home_id WHERE s.source_id = @id ORDER BY t.record_id LIMIT @limit";

    /// <summary>Every source, by name.</summary>
    public async Task<IReadOnlyList<CatalogueSource>> ListAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(All)).Select(row => row.ToSource())];
    }

    /// <summary>One source, or null.</summary>
    public async Task<CatalogueSource?> ReadAsync(string id, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await connection.QuerySingleOrDefaultAsync<Row>(ById, new { id }))?.ToSource();
    }

    /// <summary>The source of this kind and address; added if it is new.</summary>
    public Task<CatalogueSource> FindOrAddAsync(string kind, string address, string? name, int? everyHours, string addedBy, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        var connection = transaction.Connection!;
        if (await connection.QuerySingleOrDefaultAsync<Row>(ByAddress, new { kind, address }, transaction) is { } known) return known.ToSource();
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{address}")))[..10];
        var now = time.GetUtcNow();
        await connection.ExecuteAsync(Insert, new { id, kind, name = string.IsNullOrWhiteSpace(name) ? NameOf(kind, address) : name, address, everyHours, addedBy, now }, transaction);
        return (await connection.QuerySingleAsync<Row>(ById, new { id }, transaction)).ToSource();
    }, cancel);

    /// <summary>Gives a source another name or rhythm.</summary>
    /// <returns>False when there is no such source.</returns>
    public Task<bool> ChangeAsync(string id, string name, int? everyHours, CancellationToken cancel) =>
        database.WriteAsync(async transaction => await transaction.Connection!.ExecuteAsync(Rename, new { id, name, everyHours }, transaction) == 1, cancel);

    /// <summary>How many things each source speaks of.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountsAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await connection.QueryAsync<(string SourceId, long Count)>(StatementCounts)).ToDictionary(row => row.SourceId, row => row.Count, StringComparer.Ordinal);
    }

    /// <summary>Ids of records that a source speaks of.</summary>
    public async Task<IReadOnlyList<string>> RecordsAsync(string id, int limit, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. await connection.QueryAsync<string>(RecordsOf, new { id, limit })];
    }

    /// <summary>Whether a source is in the register.</summary>
    public static async Task<bool> StandsAsync(DbTransaction transaction, string id) => await transaction.Connection!.ExecuteScalarAsync<long>(Count, new { id }, transaction) > 0;

    /// <summary>Takes a source from the register; what it said must have been withdrawn before.</summary>
    public static Task DeleteAsync(DbTransaction transaction, string id) => transaction.Connection!.ExecuteAsync(Delete, new { id }, transaction);

    /// <summary>Writes what a reading brought.</summary>
    public static Task WriteReportAsync(DbTransaction transaction, string id, HarvestReport report, DateTimeOffset now) =>
        transaction.Connection!.ExecuteAsync(SetReport, new { id, now, report = JsonSerializer.Serialize(report, JsonSerializerOptions.Web) }, transaction);

    private static string NameOf(string kind, string address)
    {
        var place = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri.Host : Path.GetFileName(address.TrimEnd('/', '\\'));
        return place == kind ? kind : $"{kind}: {place}";
    }

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public string Kind { get; set; } = "";
        public string Name { get; set; } = "";
        public string Address { get; set; } = "";
        public int? EveryHours { get; set; }
        public DateTimeOffset AddedAt { get; set; }
        public DateTimeOffset? HarvestedAt { get; set; }
        public string? Report { get; set; }

        public CatalogueSource ToSource() => new(Id, Kind, Name, Address, EveryHours, AddedAt, HarvestedAt,
            Report is null ? null : JsonSerializer.Deserialize<HarvestReport>(Report, JsonSerializerOptions.Web));
    }
}
