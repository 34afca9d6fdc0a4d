using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Parvis.Audit.Decisions;
using Parvis.Audit.Indicators;
using Parvis.Audit.Jobs;
using Parvis.Audit.Records;
using Parvis.Audit.Sources;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Sources;

namespace Parvis.Audit.Api;

/// <summary>Audits: <c>/api/audit</c>.</summary>
internal static class AuditsApi
{
    private const int MostOnAPage = 100;
    private const int UsualOnAPage = 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/", ListAsync).WithSummary("Audits that were made, newest first: ?verdict=safe|not-examined|suspicious|malformed|unsafe, q=words of the name, page, size ≤ 100");
        api.MapPost("/", UploadAsync).RequireAuthorization(AuditPermissions.Request.Name).WithSummary("Have files audited: multipart/form-data, each file a part with a file name, and a field 'name' if you like. The report is public, the files are removed once examined")
            .Accepts<IFormFileCollection>("multipart/form-data").Produces<AuditSummary>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        api.MapPost("/address", AddressAsync).RequireAuthorization(AuditPermissions.Request.Name).WithSummary("Have what an address names audited: a file, or a model or data set on Hugging Face; 'record' is the id of the record it is about, if there is one")
            .Produces<AuditSummary>(StatusCodes.Status202Accepted);
        api.MapGet("/compare", CompareAsync).WithSummary("What changed from audit ?one to audit ?other").Produces<ComparedAudits>();
        api.MapGet("/{id}/replies", RepliesAsync).WithSummary("What those concerned say to the report, oldest first").Produces<IReadOnlyList<Reply>>();
        api.MapPost("/{id}/replies", ReplyAsync).RequireAuthorization(AuditPermissions.Reply.Name).WithSummary("Reply to a report: public, for good, a ledger entry of its own").Produces<Reply>(StatusCodes.Status201Created);
        api.MapGet("/{id}", ReadAsync).WithSummary("One audit: where it stands and what came of it");
        api.MapGet("/{id}/report", ReportAsync).WithSummary("The report: exactly the bytes that the ledger attests").Produces<object>(contentType: "application/json");
        api.MapGet("/{id}/sarif", SarifAsync).WithSummary("The findings as SARIF 2.1.0, in the language of ?lang").Produces<object>(contentType: "application/sarif+json");
        api.MapGet("/{id}/proof", ProofAsync).WithSummary("Proof file (C2SP tlog-proof), for `parvis audit verify`").Produces<string>(contentType: "text/plain");
        api.MapGet("/{id}/badge.svg", BadgeAsync).WithSummary("The verdict as a picture to embed, in the language of ?lang; link it to the report").Produces<string>(contentType: "image/svg+xml");
    }

    private static async Task<Ok<AuditList>> ListAsync(HttpRequest request, AuditRegister register, NodeProfile node, CancellationToken cancel)
    {
        var query = new AuditQuery(Verdicts.VerdictOf(request.Query["verdict"]), request.Query["q"]);
        var (page, size) = (Number(request, "page", 1, 1_000_000), Number(request, "size", UsualOnAPage, MostOnAPage));
        var (audits, total) = await register.ListAsync(query, (page - 1) * size, size, cancel);
        var next = (long)page * size < total ? QueryHelpers.AddQueryString($"{node.BaseOf(request)}/api/audit", request.Query.Where(field => field.Key is "verdict" or "q" or "size").Select(field => new KeyValuePair<string, string?>(field.Key, field.Value)).Append(new("page", $"{page + 1}"))) : null;
        return TypedResults.Ok(new AuditList(total, page, size, [.. audits.Select(audit => AuditSummary.Of(audit, null, node.BaseOf(request)))], next));
    }

    private static async Task<IResult> UploadAsync(HttpRequest request, ClaimsPrincipal who, Uploads uploads, AuditRequests requests, AuditRegister register, NodeProfile node, CancellationToken cancel)
    {
        // A browser's session is held to this origin before anything is read; a program has a key.
        switch (await MultipartUpload.ReadAsync(request, who.PersonId()!, uploads, requests, _ => Task.FromResult(true), cancel))
        {
            case UploadOutcome.Asked asked:
                return TypedResults.Accepted($"/api/audit/{asked.Id}", AuditSummary.Of((await register.ReadAsync(asked.Id, cancel))!, null, node.BaseOf(request)));
            case UploadOutcome.Refused refused:
                return Problems.Upload(refused.Problem, uploads.Limits);
            case var other:
                throw new System.Diagnostics.UnreachableException($"{other}");
        }
    }

    private static async Task<IResult> AddressAsync(AskedAddress asked, HttpRequest request, ClaimsPrincipal who, AuditRequests requests, AuditRegister register, PoliteHttp http, Uploads uploads, NodeProfile node, CancellationToken cancel)
    {
        if (AuditedAddress.Parse(asked.Address, http) is not { } address) return Problems.Upload(UploadProblem.Address, uploads.Limits);
        if (await requests.HasEnoughAsync(who.PersonId()!, cancel)) return Problems.Upload(UploadProblem.Waiting, uploads.Limits);
        var id = await requests.AskAsync(address, await requests.KnownAsync(asked.Record, cancel), who.PersonId()!, cancel);
        return TypedResults.Accepted($"/api/audit/{id}", AuditSummary.Of((await register.ReadAsync(id, cancel))!, null, node.BaseOf(request)));
    }

    private static async Task<Results<Ok<AuditSummary>, ProblemHttpResult>> ReadAsync(string id, HttpRequest request, AuditRegister register, Replies replies, JobQueue jobs, NodeProfile node, CancellationToken cancel) =>
        await register.ReadAsync(id, cancel) is { } entry
            ? TypedResults.Ok(AuditSummary.Of(entry, await AuditProgress.OfAsync(entry, jobs, cancel), node.BaseOf(request)) with { Replies = await replies.OfAsync(id, cancel) })
            : Problems.UnknownAudit(id);

    private static async Task<IResult> CompareAsync(string one, string other, AuditRegister register, Texts texts, CancellationToken cancel)
    {
        if (await register.ReadAsync(one, cancel) is not { } earlier) return Problems.UnknownAudit(one);
        if (await register.ReadAsync(other, cancel) is not { } later) return Problems.UnknownAudit(other);
        if (earlier.Made is not { } before) return Problems.NotMade(one);
        if (later.Made is not { } after) return Problems.NotMade(other);
        return TypedResults.Ok(ComparedAudits.Of(one, other, AuditComparison.Of(await register.ReportAsync(before, cancel), await register.ReportAsync(after, cancel)), texts.In(InterfaceLanguages.Source)));
    }

    private static async Task<IResult> RepliesAsync(string id, AuditRegister register, Replies replies, CancellationToken cancel) =>
        await register.ReadAsync(id, cancel) is null ? Problems.UnknownAudit(id) : TypedResults.Ok(await replies.OfAsync(id, cancel));

    private static async Task<IResult> ReplyAsync(string id, ReplyDraft draft, ClaimsPrincipal who, AuditRegister register, Replies replies, CancellationToken cancel)
    {
        if (await register.ReadAsync(id, cancel) is not { } entry) return Problems.UnknownAudit(id);
        if (entry.Made is null) return Problems.NotMade(id);
        return await replies.AddAsync(entry, draft.Name, draft.Words, who.PersonId()!, cancel) is ReplyOutcome.Done done
            ? TypedResults.Created($"/api/audit/{id}/replies", done.Reply)
            : Problems.NoReply();
    }

    private static async Task<IResult> ReportAsync(string id, HttpResponse response, AuditRegister register, CancellationToken cancel)
    {
        if (await register.ReadAsync(id, cancel) is not { } entry) return Problems.UnknownAudit(id);
        if (entry.Made is not { } made) return Problems.NotMade(id);
        response.Headers.CacheControl = "no-cache";
        response.Headers.Append("X-Parvis-Ledger-Index", made.LedgerIndex.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return TypedResults.Bytes(await register.BytesAsync(made, cancel), "application/json; charset=utf-8", lastModified: made.At, entityTag: new EntityTagHeaderValue($"\"{made.Report}\""));
    }

    private static async Task<IResult> SarifAsync(string id, HttpRequest request, AuditRegister register, Texts texts, CancellationToken cancel)
    {
        if (await register.ReadAsync(id, cancel) is not { } entry) return Problems.UnknownAudit(id);
        if (entry.Made is not { } made) return Problems.NotMade(id);
        var language = Language(request);
        return TypedResults.Bytes(Sarif.Of(await register.ReportAsync(made, cancel), texts.In(language)), "application/sarif+json", $"{id}.sarif", entityTag: new EntityTagHeaderValue($"\"{made.Report}-{language}\""));
    }

    private static async Task<IResult> ProofAsync(string id, AuditRegister register, IEvidenceLog log, TimeProvider time, CancellationToken cancel)
    {
        if (await register.ReadAsync(id, cancel) is not { } entry) return Problems.UnknownAudit(id);
        if (entry.Made is not { } made) return Problems.NotMade(id);
        return await log.ProveSoonAsync(made.LedgerIndex, time, cancel) is { } proof
            ? TypedResults.File(Encoding.UTF8.GetBytes(proof), "text/plain; charset=utf-8", $"{id}.json.tlog-proof")
            : Problems.NotYetLogged(id);
    }

    private static async Task<IResult> BadgeAsync(string id, HttpRequest request, HttpResponse response, AuditRegister register, Texts texts, CancellationToken cancel)
    {
        if (await register.ReadAsync(id, cancel) is not { } entry) return Problems.UnknownAudit(id);
        var language = Language(request);
        response.Headers.CacheControl = entry.Made is null ? "no-cache" : "public, max-age=3600";
        return TypedResults.Bytes(Encoding.UTF8.GetBytes(AuditBadge.Draw(entry.Made?.Verdict, texts.In(language))), AuditBadge.MediaType, entityTag: new EntityTagHeaderValue($"\"{entry.Made?.Report ?? "waiting"}-{language}\""));
    }

    private static int Number(HttpRequest request, string field, int usual, int most) => int.TryParse(request.Query[field], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, most) : usual;

    /// <summary>What is to be fetched and audited.</summary>
    internal sealed record AskedAddress(string? Address, string? Record);

    /// <summary>A reply as somebody proposes it.</summary>
    internal sealed record ReplyDraft(string? Name, string? Words);

    private static string Language(HttpRequest request) => request.Query["lang"].ToString() is var tag && InterfaceLanguages.Contains(tag) ? tag : InterfaceLanguages.Source;
}
