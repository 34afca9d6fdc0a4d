using Microsoft.AspNetCore.Http.HttpResults;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Languages;

namespace Parvis.Api;

/// <summary>Background work: <c>/api/jobs</c>, and what the page of jobs posts to.</summary>
internal static class JobsApi
{
    private const int MostJobs = 100;

    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/jobs").RequireAuthorization(NodePermissions.Jobs.Name).WithTags("node");
        api.MapGet("/", ListAsync).WithSummary("The jobs asked for last");
        api.MapGet("/{id}", ReadAsync).WithSummary("One job");
        api.MapPost("/{id}/stop", StopAsync).WithSummary("Stop a job that waits or runs");
        app.MapPost("/admin/jobs/{id}/stop", StopFromPageAsync).RequireAuthorization(NodePermissions.Jobs.Name).ExcludeFromDescription();
    }

    private static async Task<Ok<IReadOnlyList<Job>>> ListAsync(JobQueue jobs, CancellationToken cancel) => TypedResults.Ok(await jobs.RecentAsync(MostJobs, cancel));

    private static async Task<Results<Ok<Job>, ProblemHttpResult>> ReadAsync(string id, JobQueue jobs, CancellationToken cancel) =>
        await jobs.ReadAsync(id, cancel) is { } job ? TypedResults.Ok(job) : Unknown(id);

    private static async Task<Results<NoContent, ProblemHttpResult>> StopAsync(string id, JobQueue jobs, CancellationToken cancel) =>
        await jobs.StopAsync(id, cancel) ? TypedResults.NoContent() : Unknown(id);

    private static async Task<RedirectHttpResult> StopFromPageAsync(string id, RequestLanguage language, JobQueue jobs, CancellationToken cancel)
    {
        await jobs.StopAsync(id, cancel);
        return TypedResults.Redirect(language.Link("/admin/jobs"));
    }

    private static ProblemHttpResult Unknown(string id) => TypedResults.Problem($"No job '{id}' waits or runs on this node.", statusCode: StatusCodes.Status404NotFound, title: "There is no such job.");
}
