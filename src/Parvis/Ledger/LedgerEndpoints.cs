using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;

namespace Parvis.Ledger;

/// <summary>Serves the ledger at <c>/ledger</c>: a C2SP tlog-tiles log, with the node's verifier key, single entries and proof files beside it.</summary>
internal static class LedgerEndpoints
{
    private const string Text = "text/plain; charset=utf-8";
    private const string NeverStored = "no-cache";
    private const string ForAnHour = "public, max-age=3600"; // a partial tile may give way to the full one
    private const string ForEver = "public, max-age=31536000, immutable";

    public static void Map(IEndpointRouteBuilder app)
    {
        var ledger = app.MapGroup("/ledger").WithTags("Ledger");
        ledger.MapGet("/checkpoint", CheckpointAsync).WithName("LedgerCheckpoint");
        ledger.MapGet("/tile/{**path}", Tile).WithName("LedgerTile");
        ledger.MapGet("/key", Key).WithName("LedgerKey");
        ledger.MapGet("/entries/{index:long:min(0)}", EntryAsync).WithName("LedgerEntry");
        ledger.MapGet("/proof/{index:long:min(0)}", ProofAsync).WithName("LedgerProof");
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> CheckpointAsync(IEvidenceLog log, HttpResponse response, CancellationToken cancel)
    {
        response.Headers.CacheControl = NeverStored;
        return await log.CheckpointAsync(cancel) is { } note ? TypedResults.Text(note, Text) : NotFound();
    }

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> Tile(string path, DataFolder folder, HttpResponse response)
    {
        if (new LedgerFiles(folder).Locate($"tile/{path}") is not { } tile) return NotFound();
        response.Headers.CacheControl = tile.IsFull ? ForEver : ForAnHour;
        return TypedResults.PhysicalFile(tile.File, "application/octet-stream");
    }

    private static ContentHttpResult Key(NodeKey key) => TypedResults.Text($"{key.Verifier}\n", Text);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> EntryAsync(long index, IEvidenceLog log, CancellationToken cancel) =>
        await log.ReadAsync(index, cancel) is { } envelope ? TypedResults.File(envelope.ToArray(), "application/json") : NotFound();

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ProofAsync(long index, IEvidenceLog log, NodeKey key, HttpResponse response, CancellationToken cancel)
    {
        response.Headers.CacheControl = NeverStored; // a later checkpoint gives another proof
        var name = string.Create(CultureInfo.InvariantCulture, $"{key.Verifier.Name.Replace('/', '-')}-{index}.tlog-proof");
        return await log.ProveAsync(index, cancel) is { } proof ? TypedResults.File(Encoding.UTF8.GetBytes(proof), Text, name) : NotFound();
    }

    private static ProblemHttpResult NotFound() => TypedResults.Problem(statusCode: StatusCodes.Status404NotFound);
}
