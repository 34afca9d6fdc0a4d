using System.CommandLine;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parvis.Commands;
using Parvis.Kernel.Evidence;
using Parvis.Ledger;
using Xunit;

namespace Parvis.Tests.Evidence;

/// <summary>The ledger over HTTP and on the command line.</summary>
public sealed class LedgerEdgeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_log_is_served_as_its_files_with_the_headers_of_the_standard()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 300, Cancel);
        await using var app = await ServeAsync(node);
        using var client = app.GetTestClient();
        var checkpoint = await client.GetAsync("/ledger/checkpoint", Cancel);
        Assert.Equal(("text/plain; charset=utf-8", "no-cache"), (checkpoint.Content.Headers.ContentType!.ToString(), checkpoint.Headers.CacheControl!.ToString()));
        Assert.Equal(await node.Log.CheckpointAsync(Cancel), await checkpoint.Content.ReadAsStringAsync(Cancel));
        var tile = await client.GetAsync("/ledger/tile/entries/000", Cancel);
        Assert.Equal("application/octet-stream", tile.Content.Headers.ContentType!.ToString());
        Assert.Contains("immutable", tile.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(node.Folder.Ledger, "tile/entries/000"), Cancel), await tile.Content.ReadAsByteArrayAsync(Cancel));
        Assert.DoesNotContain("immutable", (await client.GetAsync("/ledger/tile/0/001.p/44", Cancel)).Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_got_over_http_verifies_with_the_key_got_over_http()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 10, Cancel);
        await using var app = await ServeAsync(node);
        using var client = app.GetTestClient();
        var key = VerifierKey.Parse(await client.GetStringAsync("/ledger/key", Cancel));
        var proof = await client.GetAsync("/ledger/proof/4", Cancel);
        Assert.Equal("localhost-parvis-4.tlog-proof", proof.Content.Headers.ContentDisposition!.FileName);
        Assert.IsType<ProofOutcome.Verified>(ProofVerifier.Verify(await proof.Content.ReadAsStringAsync(Cancel), key, LedgerNode.Sha256(4)));
        using var entry = JsonDocument.Parse(await client.GetStringAsync("/ledger/entries/4", Cancel));
        Assert.Equal("application/vnd.in-toto+json", entry.RootElement.GetProperty("payloadType").GetString());
    }

    [Theory]
    [InlineData("/ledger/checkpoint")]
    [InlineData("/ledger/tile/0/000")]
    [InlineData("/ledger/tile/0/%2e%2e/checkpoint")]
    [InlineData("/ledger/tile/entries/..%2f..%2f..%2fkeys%2fledger.key")]
    [InlineData("/ledger/entries/0")]
    [InlineData("/ledger/proof/0")]
    public async Task What_is_not_there_is_a_problem(string path)
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await using var app = await ServeAsync(node);
        using var client = app.GetTestClient();
        var answer = await client.GetAsync(path, Cancel);
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Verify_ends_with_a_code_for_each_outcome()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 10, Cancel);
        var proof = Path.Combine(node.Folder.Path, "four.tlog-proof");
        var (same, other, broken) = (Path.Combine(node.Folder.Path, "4"), Path.Combine(node.Folder.Path, "5"), Path.Combine(node.Folder.Path, "broken"));
        await File.WriteAllTextAsync(proof, await node.Log.ProveAsync(4, Cancel), Cancel);
        await File.WriteAllBytesAsync(same, LedgerNode.File(4), Cancel);
        await File.WriteAllBytesAsync(other, LedgerNode.File(5), Cancel);
        await File.WriteAllTextAsync(broken, "not a proof", Cancel);
        var key = node.Key.Verifier.ToString();
        Assert.Equal(0, (await RunAsync(VerifyCommand.Create(), proof, same, "--key", key)).Code);
        Assert.Contains("(this file)", (await RunAsync(VerifyCommand.Create(), proof, same, "--key", key)).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(VerifyCommand.Create(), proof, other, "--key", key)).Code);
        Assert.Contains("this node's own key", (await RunAsync(VerifyCommand.Create(), proof, "--data", node.Folder.Path)).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync(VerifyCommand.Create(), proof, "--data", Path.Combine(node.Folder.Path, "nowhere"))).Code);
        Assert.Equal(3, (await RunAsync(VerifyCommand.Create(), broken, "--key", key)).Code);
        Assert.Equal(3, (await RunAsync(VerifyCommand.Create(), proof, "--key", "nonsense")).Code);
        Assert.Equal(4, (await RunAsync(VerifyCommand.Create(), Path.Combine(node.Folder.Path, "absent"), "--key", key)).Code);
    }

    [Fact]
    public async Task Ledger_verify_says_what_was_checked_and_what_is_damaged()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 10, Cancel);
        var (code, output, _) = await RunAsync(LedgerCommand.Create(), "verify", "--data", node.Folder.Path);
        Assert.Equal(0, code);
        Assert.Contains("10 entries", output, StringComparison.Ordinal);
        File.Delete(Path.Combine(node.Folder.Ledger, "tile/0/000.p/10"));
        var (damaged, json, _) = await RunAsync(LedgerCommand.Create(), "verify", "--data", node.Folder.Path, "--json");
        Assert.Equal(1, damaged);
        using var document = JsonDocument.Parse(json);
        Assert.Equal("ledger/tile/0/000.p/10", document.RootElement.GetProperty("damages")[0].GetProperty("file").GetString());
        Assert.Equal(2, (await RunAsync(LedgerCommand.Create(), "verify", "--data", Path.Combine(node.Folder.Path, "nowhere"))).Code);
    }

    private static async Task<WebApplication> ServeAsync(LedgerNode node)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IEvidenceLog>(node.Log).AddSingleton(node.Folder).AddSingleton(node.Key);
        var app = builder.Build();
        LedgerEndpoints.Map(app);
        await app.StartAsync(Cancel);
        return app;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(Command command, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var parvis = new RootCommand { Node.Data, command }; // --data belongs to every command
        var code = await parvis.Parse([command.Name, .. arguments]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, Cancel);
        return (code, output.ToString(), error.ToString());
    }
}
