using System.CommandLine;
using System.Text.Json.Nodes;
using Parvis.Audit.Commands;
using Parvis.Kernel.Modules;
using Xunit;

namespace Parvis.Audit.Tests.Bom;

/// <summary>Bills and forms on the command line.</summary>
public sealed class BomCommandTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_audit_writes_a_bill_and_says_what_it_lacks_and_a_bill_made_later_from_the_report_is_the_same()
    {
        using var model = new Repository();
        using var folder = new Folder();
        var (report, bom, later) = (Path.Combine(folder.Path, "report.json"), Path.Combine(folder.Path, "bom.json"), Path.Combine(folder.Path, "later.json"));
        var (code, text) = await Run("audit", model.Path, "--json", report, "--bom", bom, "--bom-author", "A ministry");
        Assert.Equal(ExitCodes.Done, code);
        Assert.Contains("23 of 27 fields (85 %)", text, StringComparison.Ordinal);
        Assert.Contains("missing: Where it can be had (--bom-location)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Who answers for the bill", text, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, (await Run("bom", report, later, "--bom-author", "A ministry")).Code);
        Assert.Equal(await File.ReadAllBytesAsync(bom, Cancel), await File.ReadAllBytesAsync(later, Cancel));
        Assert.Equal("A ministry", (string)JsonNode.Parse(await File.ReadAllBytesAsync(bom, Cancel))!["metadata"]!["authors"]![0]!["name"]!);
    }

    [Fact]
    public async Task A_form_is_printed_and_written_in_the_language_asked_for()
    {
        using var model = new Repository();
        using var folder = new Folder();
        var report = folder.Write("report.json", model.Audit().ToBytes());
        var (code, text) = await Run("forms", report, "--form", "model-documentation", "--language", "fr", "--json", Path.Combine(folder.Path, "form.json"));
        Assert.Equal(ExitCodes.Done, code);
        Assert.Contains("## 2 Propriétés du modèle", text, StringComparison.Ordinal);
        var form = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(folder.Path, "form.json"), Cancel))!;
        Assert.Equal(("model-documentation", 42), ((string)form["form"]!, (int)form["fields"]!));
    }

    [Theory]
    [InlineData("bom", "not a report")]
    [InlineData("forms", "{}")]
    public async Task What_is_no_report_is_refused(string verb, string content)
    {
        using var folder = new Folder();
        var file = folder.Write("x.json", System.Text.Encoding.UTF8.GetBytes(content));
        string[] arguments = verb == "bom" ? [verb, file, Path.Combine(folder.Path, "bom.json")] : [verb, file];
        Assert.Equal(ExitCodes.Refused, (await Run(arguments)).Code);
        Assert.False(File.Exists(Path.Combine(folder.Path, "bom.json")));
    }

    [Fact]
    public async Task An_address_that_nobody_can_open_is_no_location()
    {
        using var folder = new Folder();
        Assert.NotEqual(ExitCodes.Done, (await Run("bom", folder.Write("x.json", "{}"u8.ToArray()), Path.Combine(folder.Path, "bom.json"), "--bom-location", "ftp://example.org/a")).Code);
    }

    private static async Task<(int Code, string Text)> Run(params string[] arguments)
    {
        OpenNode none = (_, _) => throw new InvalidOperationException("Bills need no node.");
        var root = new RootCommand { AuditCommand.Create(none), BomCommand.Create(none), FormsCommand.Create(none) };
        using var output = new StringWriter();
        var code = await root.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = output }, Cancel);
        return (code, output.ToString());
    }
}
