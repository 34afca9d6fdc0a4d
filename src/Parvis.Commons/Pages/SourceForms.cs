using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Parvis.Commons.Api;
using Parvis.Commons.Decisions;
using Parvis.Commons.Evidence;
using Parvis.Commons.Jobs;
using Parvis.Commons.Sources;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Sources;

namespace Parvis.Commons.Pages;

/// <summary>What the pages of the commons post to. Each does one thing and redirects back; what was typed comes back in the address when it was refused.</summary>
internal static class SourceForms
{
    public static void Map(IEndpointRouteBuilder site)
    {
        var harvest = site.MapGroup("/commons/sources").RequireAuthorization(CommonsPermissions.Harvest.Name).ExcludeFromDescription();
        harvest.MapPost("/add", AddAsync); // a page answers posts to its own address too
        harvest.MapPost("/{id}/harvest", HarvestAsync);
        harvest.MapPost("/{id}/change", ChangeAsync);
        harvest.MapPost("/{id}/forget", ForgetAsync);
        site.MapGet("/commons/sources/{id}/events", EventsAsync).ExcludeFromDescription();
        var curate = site.MapGroup("/commons/records").RequireAuthorization(CommonsPermissions.Curate.Name).ExcludeFromDescription();
        curate.MapPost("/{id}/separate", SeparateAsync);
        curate.MapPost("/{id}/rejoin", RejoinAsync);
    }

    /// <summary>A source as a form or an address proposes it.</summary>
    public static SourceDraft Read(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        var typed = fields.ToDictionary(field => field.Key, field => field.Value.ToString().Trim(), StringComparer.Ordinal);
        var hours = typed.GetValueOrDefault("everyHours", "");
        return new(typed.GetValueOrDefault("kind"), typed.GetValueOrDefault("address"), typed.GetValueOrDefault("name") is { Length: > 0 } name ? name : null,
            hours.Length == 0 ? null : int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
    }

    /// <summary>What a form or an address would have of a source instead.</summary>
    public static SourceChange ReadChange(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        var draft = Read(fields);
        return new(draft.Name, draft.EveryHours);
    }

    /// <summary>The reading of a source that waits or goes on, or null.</summary>
    public static async Task<Job?> RunningAsync(JobQueue jobs, string source, CancellationToken cancel) =>
        (await jobs.RecentAsync(100, cancel)).FirstOrDefault(job => job.Name == HarvestJob.JobName && job.State is JobState.Waiting or JobState.Running && job.Arguments.GetProperty("source").GetString() == source);

    private static async Task<IResult> AddAsync(HttpRequest request, RequestLanguage language, ClaimsPrincipal who, SourceRegister sources, JobQueue jobs, PoliteHttp http, CancellationToken cancel)
    {
        var form = await request.ReadFormAsync(cancel);
        var draft = Read(form);
        if (draft.Problems(http).Count > 0) return Back("/commons/sources", form, language);
        var source = await sources.FindOrAddAsync(draft.Kind!, draft.Address!, draft.Name, draft.EveryHours, RecordsApi.Who(who), cancel);
        return await BeginAsync(source.Id, language, who, jobs, cancel);
    }

    private static Task<IResult> HarvestAsync(string id, RequestLanguage language, ClaimsPrincipal who, JobQueue jobs, CancellationToken cancel) => BeginAsync(id, language, who, jobs, cancel);

    private static async Task<IResult> ChangeAsync(string id, HttpRequest request, RequestLanguage language, SourceRegister sources, CancellationToken cancel)
    {
        var form = await request.ReadFormAsync(cancel);
        var change = ReadChange(form);
        if (change.Problems().Count > 0) return Back($"/commons/sources/{id}", form, language);
        await sources.ChangeAsync(id, change.Name!, change.EveryHours, cancel);
        return TypedResults.Redirect(language.Link($"/commons/sources/{id}"));
    }

    private static async Task<IResult> ForgetAsync(string id, RequestLanguage language, SourceRegister sources, Harvest harvest, CancellationToken cancel)
    {
        if (await sources.ReadAsync(id, cancel) is { } source) await harvest.RemoveAsync(source, cancel);
        return TypedResults.Redirect(language.Link("/commons/sources"));
    }

    private static async Task<IResult> SeparateAsync(string id, HttpRequest request, RequestLanguage language, ClaimsPrincipal who, SetApart setApart, CancellationToken cancel)
    {
        var form = await request.ReadFormAsync(cancel);
        return Said(id, language, await setApart.SeparateAsync(form["separate-thing"].ToString(), form["separate-reason"].ToString(), RecordsApi.Who(who), cancel), "separated");
    }

    private static async Task<IResult> RejoinAsync(string id, HttpRequest request, RequestLanguage language, ClaimsPrincipal who, SetApart setApart, CancellationToken cancel)
    {
        var form = await request.ReadFormAsync(cancel);
        return Said(id, language, await setApart.RejoinAsync(form["rejoin-thing"].ToString(), form["rejoin-reason"].ToString(), RecordsApi.Who(who), cancel), "rejoined");
    }

    private static RedirectHttpResult Back(string path, IFormCollection form, RequestLanguage language) =>
        TypedResults.Redirect(language.Link(QueryHelpers.AddQueryString(path, form.Where(field => field.Key is "kind" or "address" or "name" or "everyHours").Select(field => new KeyValuePair<string, string?>(field.Key, field.Value)))));

    private static IResult Said(string id, RequestLanguage language, SetApartOutcome outcome, string done) => TypedResults.Redirect(language.Link(outcome switch
    {
        SetApartOutcome.Done now => $"/commons/records/{now.RecordId}?said={done}",
        SetApartOutcome.NoReason => $"/commons/records/{id}?said=reason",
        _ => $"/commons/records/{id}",
    }));

    private static async Task<IResult> BeginAsync(string source, RequestLanguage language, ClaimsPrincipal who, JobQueue jobs, CancellationToken cancel)
    {
        if (await RunningAsync(jobs, source, cancel) is null) await jobs.AskAsync(HarvestJob.JobName, new HarvestJob.Arguments(source), RecordsApi.Who(who), cancel);
        return TypedResults.Redirect(language.Link($"/commons/sources/{source}"));
    }

    private static async Task EventsAsync(string id, HttpContext context, RequestLanguage language, JobQueue jobs, TimeProvider time)
    {
        var cancel = context.RequestAborted;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        while (await RunningAsync(jobs, id, cancel) is { } job)
        {
            var words = language.Texts.Get("commons.source.running", ("count", job.Done));
            await context.Response.WriteAsync($"event: progress\ndata: {JsonSerializer.Serialize(new { words })}\n\n", cancel);
            await context.Response.Body.FlushAsync(cancel);
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancel);
        }
        await context.Response.WriteAsync("event: done\ndata: {}\n\n", cancel);
    }
}
