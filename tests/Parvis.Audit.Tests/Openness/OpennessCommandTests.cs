using System.CommandLine;
using System.Text.Json.Nodes;
using Parvis.Audit.Commands;
using Parvis.Kernel.Modules;
using Xunit;

namespace Parvis.Audit.Tests.Openness;

public class OpennessCommandTests
{
    private const string File1 = "release:\n  name: A\n  license: {distribution: {name: MIT}}\n  components:\n  - {name: Training code}\n";

    [Fact]
    public async Task It_prints_the_class_and_each_reason_and_writes_the_report()
    {
        using var folder = new Folder();
        var (code, output, _) = await Run(folder.Write("a.yml", File1), "--mode", "compatible", "--json", folder.Path("out.json"));
        Assert.Equal(ExitCodes.Done, code);
        Assert.Contains("Model Openness Framework 1.0, as its own tool decides: in no class (III 0 %, II 0 %, I 0 %)", output, StringComparison.Ordinal);
        Assert.Contains("yes      Training code: it is there under the open licence MIT", output, StringComparison.Ordinal);
        var report = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(folder.Path("out.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal("mof.none", (string?)report[0]!["frameworks"]!["mof"]!["verdict"]);
    }

    [Fact]
    public async Task A_file_it_cannot_read_is_named_and_the_others_are_read()
    {
        using var folder = new Folder();
        var (code, output, errors) = await Run(folder.Write("a.yml", File1), folder.Write("b.yml", "x: ["), "--language", "fr", "--brief");
        Assert.Equal(ExitCodes.Refused, code);
        Assert.Contains("dans aucune classe", output, StringComparison.Ordinal);
        Assert.Contains("b.yml: Le fichier est illisible", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_cannot_be_reached() => Assert.Equal(ExitCodes.Unreachable, (await Run("no-such-file.yml")).Code);

    private static async Task<(int Code, string Output, string Errors)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var command = OpennessCommand.Create((_, _) => throw new InvalidOperationException("no node"));
        var code = await command.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }

    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parvis-openness");

        public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

        public string Write(string name, string text)
        {
            System.IO.File.WriteAllText(Path(name), text);
            return Path(name);
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
