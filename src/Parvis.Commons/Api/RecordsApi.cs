using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Parvis.Commons.Api.Formats;
using Parvis.Commons.Decisions;
using Parvis.Commons.Indicators;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Records;

namespace Parvis.Commons.Api;

/// <summary>Finding, opening and correcting records: <c>/api/commons/records</c>.</summary>
internal static class RecordsApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/records", SearchAsync).WithSummary("Find records: ?q=words, any facet (kind, openness, language, country, theme, sdg, licence, source) once or more, sort=relevance|newest|title, page, size ≤ 100");
        api.MapGet("/records/{id}", ReadAsync).WithSummary("One record: exactly the bytes that the ledger attests").Produces<object>(contentType: "application/json");
        api.MapGet("/records/{id}/versions", HistoryAsync).WithSummary("Every version of a record, newest first");
        api.MapGet("/records/{id}/versions/{version:long}", VersionAsync).WithSummary("One version: exactly the bytes that the ledger attests").Produces<object>(contentType: "application/json");
        api.MapGet("/records/{id}/proof", ProofAsync).WithSummary("Proof file (C2SP tlog-proof) of the newest version, for `parvis verify`").Produces<string>(contentType: "text/plain");
        api.MapGet("/records/{id}/related", RelatedAsync).WithSummary("Records linked with this one");
        api.MapPost("/things/{thing}/separate", SeparateAsync).RequireAuthorization(CommonsPermissions.Curate.Name).WithSummary("Set a thing apart from the others in its record, with a reason");
        api.MapPost("/things/{thing}/rejoin", RejoinAsync).RequireAuthorization(CommonsPermissions.Curate.Name).WithSummary("Let a thing that was set apart join again, with a reason");
    }

    private static async Task<Ok<RecordPage>> SearchAsync(HttpRequest request, Catalogue catalogue, NodeProfile node, CancellationToken cancel)
    {
        var query = CatalogueQuery.Read(request.Query);
        var (result, entries) = await catalogue.SearchAsync(query.ToSearch(Language(request)), cancel);
        return TypedResults.Ok(RecordPage.Of(query, result, entries, node.BaseOf(request)));
    }

    private static async Task<IResult> ReadAsync(string id, HttpRequest request, Catalogue catalogue, CancellationToken cancel) => await catalogue.ReadAsync(id, cancel) switch
    {
        CatalogueLookup.Found found => Bytes(request, found.Entry.Version),
        CatalogueLookup.Moved moved => TypedResults.Redirect($"/api/commons/records/{moved.Id}", permanent: false, preserveMethod: true),
        CatalogueLookup.Gone => Problems.Gone(id),
        _ => Problems.UnknownRecord(id),
    };

    private static async Task<Results<Ok<IReadOnlyList<VersionSummary>>, ProblemHttpResult>> HistoryAsync(string id, RecordRegistry registry, CancellationToken cancel)
    {
        var versions = await registry.HistoryAsync(id, cancel);
        return versions.Count == 0 ? Problems.UnknownRecord(id) : TypedResults.Ok<IReadOnlyList<VersionSummary>>([.. versions.Select(VersionSummary.Of)]);
    }

    private static async Task<IResult> VersionAsync(string id, long version, HttpRequest request, RecordRegistry registry, CancellationToken cancel) =>
        await registry.ReadAsync(id, version, cancel) is { } found ? Bytes(request, found) : Problems.UnknownRecord($"{id}@{version}");

    private static async Task<IResult> ProofAsync(string id, RecordRegistry registry, IEvidenceLog log, TimeProvider time, CancellationToken cancel)
    {
        if (await registry.ReadAsync(id, cancel) is not { } record) return Problems.UnknownRecord(id);
        return await log.ProveSoonAsync(record.LedgerIndex, time, cancel) is { } proof
            ? TypedResults.File(System.Text.Encoding.UTF8.GetBytes(proof), "text/plain; charset=utf-8", $"{id}@{record.Version}.proof")
            : Problems.NotYetLogged(id);
    }

    private static async Task<IResult> RelatedAsync(string id, HttpRequest request, Catalogue catalogue, NodeProfile node, CancellationToken cancel)
    {
        if (await catalogue.ReadAsync(id, cancel) is not CatalogueLookup.Found found) return Problems.UnknownRecord(id);
        var related = await catalogue.RelatedAsync(found.Entry, Language(request), cancel);
        return TypedResults.Ok(related.Select(other => new { other.Type, Record = RecordSummary.Of(other.Entry, node.BaseOf(request)) }));
    }

    private static async Task<IResult> SeparateAsync(string thing, Reason reason, ClaimsPrincipal who, SetApart setApart, CancellationToken cancel) =>
        Answer(await setApart.SeparateAsync(thing, reason.Text, Who(who), cancel));

    private static async Task<IResult> RejoinAsync(string thing, Reason reason, ClaimsPrincipal who, SetApart setApart, CancellationToken cancel) =>
        Answer(await setApart.RejoinAsync(thing, reason.Text, Who(who), cancel));

    private static IResult Answer(SetApartOutcome outcome) => outcome switch
    {
        SetApartOutcome.Done done => TypedResults.Ok(new { record = done.RecordId, decision = done.Decision.Id, ledgerIndex = done.Decision.LedgerIndex }),
        SetApartOutcome.NotTogether or SetApartOutcome.NotApart => Problems.NothingToCorrect(),
        SetApartOutcome.NoReason => TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["text"] = ["A decision needs a reason."] }),
        _ => throw new System.Diagnostics.UnreachableException($"{outcome}"),
    };

    private static IResult Bytes(HttpRequest request, Record record)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-cache";
        request.HttpContext.Response.Headers.Append("X-Parvis-Ledger-Index", record.LedgerIndex.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return TypedResults.Bytes(record.Body.ToArray(), "application/json; charset=utf-8", lastModified: record.ChangedAt, entityTag: new EntityTagHeaderValue($"\"{record.Digest}\""));
    }

    private static string Language(HttpRequest request) => request.Query["lang"] is [{ Length: > 1 and < 12 } language] ? language : "en";

    internal static string Who(ClaimsPrincipal who) => who.FindFirstValue(ClaimTypes.NameIdentifier) ?? "unknown";

    /// <summary>Why something is decided.</summary>
    /// <param name="Text">In the words of who decides; published.</param>
    internal sealed record Reason(string Text);
}
