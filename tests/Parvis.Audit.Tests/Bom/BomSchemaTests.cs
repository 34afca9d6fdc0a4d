using System.Diagnostics;
using System.Text.Json.Nodes;
using Parvis.Audit.Indicators;
using Parvis.Audit.Indicators.Bom;
using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Bom;

/// <summary>Another implementation finds our bills valid against the official schemas: CycloneDX's own library for JavaScript, and Ajv with the schema of SPDX 3.0.1.</summary>
public sealed class BomSchemaTests
{
    [Theory]
    [InlineData("synth/gguf")]
    [InlineData("synth/hf")]
    [InlineData("onnx")]
    [InlineData("picklescan")]
    [InlineData("parquet")]
    [InlineData("tflite")]
    [InlineData("tf_savedmodel")]
    public async Task Bills_of_what_others_published_are_valid(string collection) => await AssertValidAsync(Run(Cases.Folder(collection)));

    [Fact]
    public async Task A_bill_of_a_small_model_is_valid()
    {
        using var model = new Repository();
        await AssertValidAsync(model.Audit(), new("A ministry", new("https://example.org/petit?a=1#b"), new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task Bills_stay_valid_whatever_strangers_write_into_their_files()
    {
        using var model = new Repository();
        var nasty = "\u0000\u001b[31m\ud800 \u2028" + new string('x', 100_000) + "\"}]<script>";
        var report = model.Audit();
        foreach (var fact in new[] { FactNames.Name, FactNames.Author, FactNames.Description, FactNames.ModelVersion, FactNames.Task, FactNames.Library, FactNames.LicenceLink, FactNames.Doi, FactNames.Architecture, FactNames.ModelType, FactNames.Quantisation, FactNames.Released })
            report.Files[0].Facts[fact] = nasty;
        foreach (var fact in new[] { FactNames.DataSets, FactNames.BaseModel, FactNames.Requirements, FactNames.Tags, FactNames.Languages, FactNames.Headings })
            report.Files[0].Facts[fact] = new JsonArray(nasty, "", 7, new JsonObject { ["a"] = nasty }, "arxiv:" + nasty, "a/b c", "numpy == 1 ; " + nasty, "http://[::1", "Limitations " + nasty);
        report.Files[0].Facts[FactNames.Sizes] = new JsonObject { [nasty] = nasty };
        report.Files[0].Facts[FactNames.Types] = new JsonObject { [nasty] = 1 };
        report.Files[0].Facts[FactNames.Rows] = "many";
        report.Files[0].Facts[FactNames.Parameters] = "many";
        report.Files[0].Facts[FactNames.Columns] = new JsonArray("a", new JsonObject { ["name"] = nasty });
        report.Files[0].Sha256 = "not a digest";
        LicenceFound[] licences = [new(nasty, false, "a", "self-declared", nasty), new("MIT OR", true, "a", "self-declared", "MIT OR"), new("MIT", true, "b", "document-read", "MIT"), new("Apache-2.0 WITH LLVM-exception", true, "c", "self-declared", ""), new("LicenseRef-x", true, "d", "self-declared", "x"), new("", false, "e", "self-declared", "")];
        await AssertValidAsync(report with { Licences = licences, Subject = report.Subject with { Name = nasty, Digest = null } });
        await AssertValidAsync(report with { Licences = [licences[3]], Subject = report.Subject with { Name = "" } });
    }

    [Fact]
    public async Task The_validators_find_what_is_wrong()
    {
        using var model = new Repository();
        using var folder = new Folder();
        foreach (var (format, wrong) in new (string, Action<JsonNode>)[]
        {
            ("cyclonedx-1.6", bill => bill["metadata"]!["component"]!["type"] = "model"),
            ("cyclonedx-1.7", bill => bill["serialNumber"] = "1"),
            ("spdx-3.0", bill => bill["@graph"]![1]!.AsObject().Remove("creationInfo")),
        })
        {
            var bill = CycloneDxTests.Write(model, format);
            wrong(bill);
            var (code, output) = await ValidateAsync([folder.Write($"{format}.json", System.Text.Encoding.UTF8.GetBytes(bill.ToJsonString()))]);
            Assert.True(code == 1 && output.StartsWith("INVALID", StringComparison.Ordinal), output);
        }
    }

    private static AuditReport Run(string path) => Auditing.Run(path, null, ReadingDepth.Of("standard"), _ => { }, TestContext.Current.CancellationToken);

    private static async Task AssertValidAsync(AuditReport report, BillGiven? given = null)
    {
        using var folder = new Folder();
        var (code, output) = await ValidateAsync([.. BomFormat.All.Select(format => folder.Write($"{format.Word}.json", format.Of(BillOfMaterials.Of(report, given ?? new()))))]);
        Assert.True(code == 0, output);
    }

    private static async Task<(int Code, string Output)> ValidateAsync(string[] bills)
    {
        var validators = Environment.GetEnvironmentVariable("PARVIS_BOM_VALIDATORS");
        Assert.SkipUnless(Directory.Exists(validators), "Needs the validators of bills of materials from npm: .ci/run installs them and sets PARVIS_BOM_VALIDATORS.");
        var start = new ProcessStartInfo("node", [Program(), Path.Combine(validators!, "node_modules"), Path.Combine(validators!, "package/data/spdx-export.schema.json"), .. bills]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var node = Process.Start(start)!;
        var cancel = TestContext.Current.CancellationToken;
        var (output, error) = (node.StandardOutput.ReadToEndAsync(cancel), node.StandardError.ReadToEndAsync(cancel));
        await node.WaitForExitAsync(cancel);
        return (node.ExitCode, await output + await error);
    }

    private static string Program()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Parvis.slnx"))) folder = folder.Parent;
        Assert.SkipWhen(folder is null, "Needs the sources of the tests.");
        return Path.Combine(folder!.FullName, "tests/node/validate-bom.mjs");
    }
}
