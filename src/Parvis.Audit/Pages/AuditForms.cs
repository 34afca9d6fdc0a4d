using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Parvis.Audit.Api;
using Parvis.Audit.Decisions;
using Parvis.Audit.Indicators;
using Parvis.Audit.Jobs;
using Parvis.Audit.Sources;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Sources;

namespace Parvis.Audit.Pages;

/// <summary>What the pages of audits post to and listen to.</summary>
internal static class AuditForms
{
    private const string TokenField = "__RequestVerificationToken";
    private const string TokenHeader = "RequestVerificationToken";

    public static void Map(IEndpointRouteBuilder site)
    {
        site.MapPost("/audit/upload", UploadAsync).RequireAuthorization(AuditPermissions.Request.Name).ExcludeFromDescription();
        site.MapPost("/audit/address", AddressAsync).RequireAuthorization(AuditPermissions.Request.Name).ExcludeFromDescription();
        site.MapPost("/audit/{id}/reply", ReplyAsync).RequireAuthorization(AuditPermissions.Reply.Name).ExcludeFromDescription();
        site.MapGet("/audit/{id}/events", EventsAsync).ExcludeFromDescription();
        site.MapGet("/audit.json", (HttpRequest request) => TypedResults.Redirect("/api/audit" + request.QueryString)).ExcludeFromDescription();
        site.MapGet("/audit/compare.json", (HttpRequest request) => TypedResults.Redirect("/api/audit/compare" + request.QueryString)).ExcludeFromDescription();
        site.MapGet("/audit/{id}.json", (string id) => TypedResults.Redirect($"/api/audit/{id}/report")).ExcludeFromDescription();
    }

    /// <summary>How far an audit is, in words.</summary>
    public static string Words(AuditProgress progress, LanguageTexts texts) => progress switch
    {
        { State: JobState.Waiting } => texts["audit.page.waiting"],
        { Total: null, Done: > 0 } => texts.Get("audit.page.fetched", ("done", Shown.Size(texts, progress.Done))),
        { Total: > 0 and var total } => texts.Get("audit.page.examined", ("done", Shown.Size(texts, progress.Done)), ("total", Shown.Size(texts, total))),
        _ => texts["audit.page.running"],
    };

    private static async Task<RedirectHttpResult> UploadAsync(HttpRequest request, RequestLanguage language, ClaimsPrincipal who, Uploads uploads, AuditRequests requests, IAntiforgery antiforgery, CancellationToken cancel) =>
        TypedResults.Redirect(language.Link(await MultipartUpload.ReadAsync(request, who.PersonId()!, uploads, requests, fields => IsOwnAsync(request, fields, antiforgery), cancel) switch
        {
            UploadOutcome.Asked asked => $"/audit/{asked.Id}",
            UploadOutcome.Refused refused => $"/audit?problem={refused.Problem.ToString().ToLowerInvariant()}#files",
            _ => "/audit",
        }));

    private static async Task<RedirectHttpResult> AddressAsync([FromForm] string? address, [FromForm] string? record, RequestLanguage language, ClaimsPrincipal who, AuditRequests requests, PoliteHttp http, CancellationToken cancel)
    {
        if (AuditedAddress.Parse(address, http) is not { } found) return Back($"/audit?problem=address&address={Uri.EscapeDataString(address is { Length: < 500 } ? address : "")}#address", language);
        if (await requests.HasEnoughAsync(who.PersonId()!, cancel)) return Back("/audit?problem=waiting", language);
        return Back($"/audit/{await requests.AskAsync(found, await requests.KnownAsync(record, cancel), who.PersonId()!, cancel)}", language);
    }

    private static async Task<RedirectHttpResult> ReplyAsync(string id, [FromForm] string? name, [FromForm] string? words, RequestLanguage language, ClaimsPrincipal who, AuditRegister register, Replies replies, CancellationToken cancel) =>
        Back($"/audit/{id}?said={(await register.ReadAsync(id, cancel) is { } entry && await replies.AddAsync(entry, name, words, who.PersonId()!, cancel) is ReplyOutcome.Done ? "done" : "problem")}#replies", language);

    private static RedirectHttpResult Back(string path, RequestLanguage language) => TypedResults.Redirect(language.Link(path));

    // The token is the form's first field. Left to itself, the check would read the whole form to find it.
    private static async Task<bool> IsOwnAsync(HttpRequest request, IReadOnlyDictionary<string, string> fields, IAntiforgery antiforgery)
    {
        if (!fields.TryGetValue(TokenField, out var token) || token.Length == 0) return false;
        request.Headers[TokenHeader] = token;
        return await antiforgery.IsRequestValidAsync(request.HttpContext);
    }

    private static async Task EventsAsync(string id, HttpContext context, RequestLanguage language, AuditRegister register, JobQueue jobs, TimeProvider time)
    {
        var cancel = context.RequestAborted;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        while (await register.ReadAsync(id, cancel) is { Made: null } entry && await AuditProgress.OfAsync(entry, jobs, cancel) is { IsOpen: true } progress)
        {
            await context.Response.WriteAsync($"event: progress\ndata: {JsonSerializer.Serialize(new { value = progress.Share, words = Words(progress, language.Texts) })}\n\n", cancel);
            await context.Response.Body.FlushAsync(cancel);
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancel);
        }
        await context.Response.WriteAsync("event: done\ndata: {}\n\n", cancel);
    }
}
