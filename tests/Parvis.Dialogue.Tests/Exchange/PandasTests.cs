using System.Diagnostics;
using Parvis.Dialogue.Commands;
using Parvis.Dialogue.Records.Polis;
using Xunit;

namespace Parvis.Dialogue.Tests.Exchange;

/// <summary>A reader that we did not write loads what we write: pandas, by which most programs made for Polis' files read them.</summary>
public sealed class PandasTests
{
    private const string Python = "/usr/bin/python3"; // Debian's, which has Debian's packages

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pandas_reads_a_simulated_export_and_finds_its_files_agree()
    {
        using var folder = new ExportFolder();
        Assert.Equal(0, (await ExportFolder.RunAsync(SimulateCommand.Create, folder["made"], "--people", "300", "--statements", "40", "--votes", "5000")).Code);
        Assert.Equal((0, "5000 votes, 300 people, 40 statements"), await ReadAsync(folder["made"]));
        var rows = await File.ReadAllLinesAsync(Path.Combine(folder["made"], "votes.csv"), Cancel);
        await File.WriteAllLinesAsync(Path.Combine(folder["made"], "votes.csv"), rows[..^1], Cancel);
        Assert.NotEqual(0, (await ReadAsync(folder["made"])).Code);
    }

    [Fact]
    public async Task Pandas_reads_a_real_conversation_as_the_current_server_would_write_it()
    {
        var conversation = PolisFolder.Open(Cases.PathOf("polis-export", "brexit-consensus"), Cancel);
        using var folder = new ExportFolder();
        await new PolisExporter(conversation, conversation.Published!, PolisDialect.Current).WriteAsync(file => File.Create(folder[file]), Cancel);
        Assert.Equal((0, "5312 votes, 204 people, 50 statements"), await ReadAsync(folder.Path));
    }

    private static async Task<(int Code, string Output)> ReadAsync(string folder)
    {
        Assert.SkipUnless(await PythonAsync("-c", "import pandas") is { Code: 0 }, "Needs python3 with pandas (Debian's python3-pandas): .ci/run installs it.");
        return await PythonAsync(Script(), folder);
    }

    private static async Task<(int Code, string Output)> PythonAsync(params string[] arguments)
    {
        if (!File.Exists(Python)) return (127, "");
        using var python = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var (output, error) = (python.StandardOutput.ReadToEndAsync(Cancel), python.StandardError.ReadToEndAsync(Cancel));
        await python.WaitForExitAsync(Cancel);
        return (python.ExitCode, (await output + await error).Trim());
    }

    private static string Script()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Parvis.slnx"))) folder = folder.Parent;
        Assert.SkipWhen(folder is null, "Needs the sources of the tests.");
        return Path.Combine(folder!.FullName, "tests/python/read_polis_export.py");
    }
}
