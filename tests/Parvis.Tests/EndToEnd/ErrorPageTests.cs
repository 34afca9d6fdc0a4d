using System.Net;
using Xunit;

namespace Parvis.Tests.EndToEnd;

public sealed class ErrorPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failure_is_told_in_the_readers_language_and_to_a_program_as_problem_details()
    {
        var node = new ServedNode();
        await using var _ = node;
        await node.InitializeAsync();
        await node.BreakAsync();
        using var page = await node.GetAsync("/fr/commons/records/x");
        Assert.Equal((HttpStatusCode.InternalServerError, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Matches("<html[^>]* lang=\"fr\"", await page.Content.ReadAsStringAsync(Cancel));
        PageServingTests.AssertSecurityHeaders(page);
        using var program = await node.GetAsync("/api/commons/records/x");
        Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (program.StatusCode, program.Content.Headers.ContentType?.MediaType));
        Assert.DoesNotContain("SqliteException", await program.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        PageServingTests.AssertSecurityHeaders(program);
    }
}
