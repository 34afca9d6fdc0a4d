using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Parvis.Tests.Sources;
using Xunit;

namespace Parvis.Tests.EndToEnd;

/// <summary>Audits of what is at an address, served by a web server of the test's own; its answers have the form of Hugging Face's.</summary>
public sealed class AuditAddressTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private static readonly byte[] Pickle = "cposix\nsystem\n(S'true'\ntR."u8.ToArray();
    private static readonly byte[] Weights = [8, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}', .. "      "u8];
    private readonly ParvisProgram _program = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_at_an_address_is_audited_under_that_address_and_not_kept()
    {
        await using var server = await ServeAsync(("/files/model.pkl", Pickle));
        var (code, report, error) = await AuditAsync(server, "/files/model.pkl?download=true");
        Assert.Equal((1, ""), (code, error));
        Assert.Equal($"{server.Address}files/model.pkl?download=true", (string?)report!["subject"]!["name"]);
        Assert.Equal(("model.pkl", "unsafe"), ((string?)report["files"]![0]!["path"], (string?)report["verdict"]));
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_repository_is_audited_as_its_files_are_under_the_address_of_its_commit()
    {
        await using var server = await ServeAsync(Repository(Hex(Weights)));
        var (code, report, error) = await AuditAsync(server, "/owner/model");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal($"{server.Address}owner/model/tree/{Commit}", (string?)report!["subject"]!["name"]);
        Assert.Equal(["config.json", "weights/model.safetensors"], report["files"]!.AsArray().Select(file => (string?)file!["path"]));
        Assert.Equal(Hex(Weights), (string?)report["files"]![1]!["sha256"]);
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_file_that_is_not_what_its_repository_says_is_refused()
    {
        await using var server = await ServeAsync(Repository(Hex(Pickle)));
        var (code, report, error) = await AuditAsync(server, "/owner/model/tree/main");
        Assert.Equal((3, null), (code, report));
        Assert.Contains("other-bytes", error, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_file_whose_name_leads_out_of_the_folder_is_refused()
    {
        await using var server = await ServeAsync(("/api/models/owner/model/revision/main", Encoding.UTF8.GetBytes($$"""{"sha":"{{Commit}}","siblings":[{"rfilename":"../../evil.txt"}]}""")));
        var (code, _, error) = await AuditAsync(server, "/owner/model");
        Assert.Equal(3, code);
        Assert.Contains("name: ../../evil.txt", error, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_private_address_is_not_asked()
    {
        var asked = 0;
        await using var server = await Peer.StartAsync(_ => { asked++; return Task.CompletedTask; });
        var (code, _, error) = await _program.RunAsync("audit", new Uri(server.Address, "/owner/model").AbsoluteUri);
        Assert.Equal((3, 0), (code, asked));
        Assert.Contains("private-address", error, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_audited()
    {
        await using var server = await ServeAsync();
        var (code, _, error) = await AuditAsync(server, "/owner/model");
        Assert.Equal(4, code);
        Assert.Contains("HTTP 404", error, StringComparison.Ordinal);
    }

    public void Dispose() => _program.Dispose();

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static (string, byte[])[] Repository(string sha256) =>
    [
        ("/api/models/owner/model/revision/main", Encoding.UTF8.GetBytes($$$"""
            {"id":"owner/model","modelId":"owner/model","sha":"{{{Commit}}}","private":false,"gated":false,"tags":[],"siblings":[
              {"rfilename":"config.json","size":2,"blobId":"b1"},
              {"rfilename":"weights/model.safetensors","size":{{{Weights.Length}}},"blobId":"b2","lfs":{"sha256":"{{{sha256}}}","size":{{{Weights.Length}}},"pointerSize":133}}]}
            """)),
        ($"/owner/model/resolve/{Commit}/config.json", "{}"u8.ToArray()),
        ($"/owner/model/resolve/{Commit}/weights/model.safetensors", Encoding.UTF8.GetBytes("→ /store/b2")),
        ("/store/b2", Weights),
    ];

    private static Task<Peer> ServeAsync(params (string Path, byte[] Bytes)[] files) => Peer.StartAsync(async http =>
    {
        var bytes = files.FirstOrDefault(file => file.Path == http.Request.Path.Value).Bytes;
        if (bytes is null) http.Response.StatusCode = 404;
        else if (bytes.AsSpan().StartsWith("→ "u8)) http.Response.Redirect(Encoding.UTF8.GetString(bytes)[2..]);
        else await http.Response.Body.WriteAsync(bytes, Cancel);
    });

    private async Task<(int Code, JsonNode? Report, string Error)> AuditAsync(Peer server, string path)
    {
        _program.Write("data/parvis.json", $$$$"""{"Parvis":{"Sources":{"AllowedPrivate":["{{{{server.Address.Authority}}}}"]}}}""");
        var report = Path.Combine(Path.GetDirectoryName(_program.Data)!, "report.json");
        var (code, _, error) = await _program.RunAsync("audit", new Uri(server.Address, path).AbsoluteUri, "--json", report);
        return (code, File.Exists(report) ? JsonNode.Parse(await File.ReadAllBytesAsync(report, Cancel)) : null, error);
    }

    private void AssertNothingLeft()
    {
        var fetched = Path.Combine(_program.Data, "fetched");
        Assert.True(!Directory.Exists(fetched) || !Directory.EnumerateFileSystemEntries(fetched).Any());
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetDirectoryName(_program.Data)!, "*", SearchOption.AllDirectories), file => Path.GetFileName(file) is "evil.txt" or "model.pkl" or "model.safetensors" || file.EndsWith(Hex(Pickle), StringComparison.Ordinal) || file.EndsWith(Hex(Weights), StringComparison.Ordinal));
    }
}
