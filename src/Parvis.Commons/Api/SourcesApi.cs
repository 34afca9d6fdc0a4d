using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Parvis.Commons.Evidence;
using Parvis.Commons.Jobs;
using Parvis.Commons.Records;
using Parvis.Commons.Sources;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Sources;

namespace Parvis.Commons.Api;

/// <summary>The catalogues this node reads: <c>/api/commons/sources</c>.</summary>
internal static class SourcesApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sources", ListAsync).WithSummary("Every source with what its last reading brought");
        api.MapGet("/sources/{id}", ReadAsync).WithSummary("One source");
        api.MapPost("/sources", AddAsync).RequireAuthorization(CommonsPermissions.Harvest.Name).WithSummary("Add a source and have it read");
        api.MapPut("/sources/{id}", ChangeAsync).RequireAuthorization(CommonsPermissions.Harvest.Name).WithSummary("Change a source's name or rhythm");
        api.MapPost("/sources/{id}/harvest", HarvestAsync).RequireAuthorization(CommonsPermissions.Harvest.Name).WithSummary("Have a source read now; the answer names the job");
        api.MapDelete("/sources/{id}", RemoveAsync).RequireAuthorization(CommonsPermissions.Harvest.Name).WithSummary("Withdraw what a source said and read it no more");
    }

    private static async Task<Ok<IReadOnlyList<CatalogueSource>>> ListAsync(SourceRegister sources, CancellationToken cancel) => TypedResults.Ok(await sources.ListAsync(cancel));

    private static async Task<Results<Ok<CatalogueSource>, ProblemHttpResult>> ReadAsync(string id, SourceRegister sources, CancellationToken cancel) =>
        await sources.ReadAsync(id, cancel) is { } source ? TypedResults.Ok(source) : Problems.UnknownSource(id);

    private static async Task<Results<Accepted<Begun>, ValidationProblem>> AddAsync(SourceDraft draft, ClaimsPrincipal who, SourceRegister sources, JobQueue queue, PoliteHttp http, Texts texts, CancellationToken cancel)
    {
        if (draft.Problems(http) is { Count: > 0 } problems) return Invalid(problems, texts);
        var source = await sources.FindOrAddAsync(draft.Kind!, draft.Address!, draft.Name, draft.EveryHours, RecordsApi.Who(who), cancel);
        return Accepted(source.Id, await queue.AskAsync(HarvestJob.JobName, new HarvestJob.Arguments(source.Id), RecordsApi.Who(who), cancel));
    }

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> ChangeAsync(string id, SourceChange change, SourceRegister sources, Texts texts, CancellationToken cancel)
    {
        if (change.Problems() is { Count: > 0 } problems) return Invalid(problems, texts);
        return await sources.ChangeAsync(id, change.Name!, change.EveryHours, cancel) ? TypedResults.NoContent() : Problems.UnknownSource(id);
    }

    private static async Task<Results<Accepted<Begun>, ProblemHttpResult>> HarvestAsync(string id, ClaimsPrincipal who, SourceRegister sources, JobQueue queue, CancellationToken cancel) =>
        await sources.ReadAsync(id, cancel) is { } source
            ? Accepted(source.Id, await queue.AskAsync(HarvestJob.JobName, new HarvestJob.Arguments(source.Id), RecordsApi.Who(who), cancel))
            : Problems.UnknownSource(id);

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string id, SourceRegister sources, Harvest harvest, CancellationToken cancel)
    {
        if (await sources.ReadAsync(id, cancel) is not { } source) return Problems.UnknownSource(id);
        await harvest.RemoveAsync(source, cancel);
        return TypedResults.NoContent();
    }

    private static Accepted<Begun> Accepted(string source, string job) => TypedResults.Accepted($"/api/jobs/{job}", new Begun(source, job));

    // The API speaks English; pages say the same by the same key in the reader's language.
    private static ValidationProblem Invalid(Dictionary<string, string[]> problems, Texts texts) =>
        TypedResults.ValidationProblem(problems.ToDictionary(field => field.Key, field => field.Value.Select(key => texts.In(InterfaceLanguages.Source)[key]).ToArray(), StringComparer.Ordinal));

    /// <summary>A reading that was asked for.</summary>
    internal sealed record Begun(string Source, string Job);
}

/// <summary>A source as a person or a program proposes it.</summary>
/// <param name="Kind">Which reader, e.g. <c>ckan</c>.</param>
/// <param name="Address">An http(s) address: paths on the node's machine are for its command line alone.</param>
/// <param name="Name">What to call it; null for a name made from the address.</param>
/// <param name="EveryHours">How often to read it; null for only when asked.</param>
internal sealed record SourceDraft(string? Kind, string? Address, string? Name, int? EveryHours)
{
    /// <summary>What is wrong, by field; none when it can be added.</summary>
    /// <param name="http">Knows which addresses this node does not fetch from.</param>
    public Dictionary<string, string[]> Problems(PoliteHttp http)
    {
        var problems = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (Kind is null || CatalogueReaders.For(Kind) is null) problems["kind"] = ["commons.source.problem.kind"];
        if (Address is null || !CatalogueFetch.IsWeb(Address, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0) problems["address"] = ["commons.source.problem.address"];
        else if (http.IsPrivate(address)) problems["address"] = ["commons.source.problem.private"];
        if (EveryHours is < 1 or > 8760) problems["everyHours"] = ["commons.source.problem.hours"];
        if (Name is { Length: > 200 }) problems["name"] = ["commons.source.problem.name"];
        return problems;
    }
}

/// <summary>What may be changed of a source.</summary>
internal sealed record SourceChange(string? Name, int? EveryHours)
{
    public Dictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 200) problems["name"] = ["commons.source.problem.name"];
        if (EveryHours is < 1 or > 8760) problems["everyHours"] = ["commons.source.problem.hours"];
        return problems;
    }
}
