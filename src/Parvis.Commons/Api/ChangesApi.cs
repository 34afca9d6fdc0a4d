using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Records;

namespace Parvis.Commons.Api;

/// <summary>The commons' part of the change sequence, for those who follow: <c>/api/commons/changes</c>.</summary>
internal static class ChangesApi
{
    private const int MostChanges = 500;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/changes", ChangesAsync).WithSummary("Records that changed after ?after=SEQUENCE, in the order of change; ask again with the last sequence until the list is empty");

    private static async Task<Ok<ChangePage>> ChangesAsync(HttpRequest request, RecordRegistry registry, NodeProfile node, CancellationToken cancel, long after = 0)
    {
        var changes = await registry.ChangesAsync("commons", after, MostChanges, cancel);
        var address = node.BaseOf(request);
        return TypedResults.Ok(new ChangePage(changes.Count > 0 ? changes[^1].Sequence : after, [.. changes.Select(record => new Change(record.Sequence, record.Id, record.Version, record.Withdrawn, record.Digest, record.LedgerIndex, $"{address}/api/commons/records/{record.Id}"))]));
    }

    /// <summary>Some changes, and where to go on.</summary>
    internal sealed record ChangePage(long After, IReadOnlyList<Change> Changes);

    /// <summary>One change.</summary>
    internal sealed record Change(long Sequence, string Id, long Version, bool Withdrawn, string Sha256, long LedgerIndex, string Address);
}
