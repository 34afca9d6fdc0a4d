using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Sources;

/// <summary>What each address answered last.</summary>
internal sealed class FetchLog(Database database)
{
    private const string Last = "SELECT etag, last_modified, sha256, media_type, next_address FROM kernel_fetch WHERE address = @address AND accept = @accept";

    private const string Confirm = "UPDATE kernel_fetch SET fetched_at = @at, status = 304 WHERE address = @address AND accept = @accept";

    private const string Save = """
        INSERT INTO kernel_fetch (address, accept, etag, last_modified, sha256, media_type, next_address, fetched_at, status)
        VALUES (@address, @accept, @Etag, @LastModified, @Sha256, @MediaType, @NextAddress, @at, 200)
        ON CONFLICT (address, accept) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified, sha256 = excluded.sha256,
            media_type = excluded.media_type, next_address = excluded.next_address, fetched_at = excluded.fetched_at, status = excluded.status
        """;

    public async Task<Answer?> LastAsync(Uri address, string? accept, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<Answer>(Last, new { address = address.AbsoluteUri, accept = accept ?? "" });
    }

    public Task SaveAsync(Uri address, string? accept, Answer answer, DateTimeOffset at, CancellationToken cancel) => database.WriteAsync(
        transaction => transaction.Connection!.ExecuteAsync(Save, new { address = address.AbsoluteUri, accept = accept ?? "", answer.Etag, answer.LastModified, answer.Sha256, answer.MediaType, answer.NextAddress, at }, transaction), cancel);

    public Task ConfirmAsync(Uri address, string? accept, DateTimeOffset at, CancellationToken cancel) => database.WriteAsync(
        transaction => transaction.Connection!.ExecuteAsync(Confirm, new { address = address.AbsoluteUri, accept = accept ?? "", at }, transaction), cancel);

    internal sealed record Answer(string? Etag, string? LastModified, string Sha256, string MediaType, string? NextAddress);
}
