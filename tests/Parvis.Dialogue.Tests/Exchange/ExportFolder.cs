using System.CommandLine;
using System.Diagnostics;
using Parvis.Dialogue.Commands;
using Parvis.Kernel.Modules;
using Xunit;

namespace Parvis.Dialogue.Tests.Exchange;

/// <summary>A folder of an export that a test writes, and commands run on it.</summary>
internal sealed class ExportFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parvis-export-");

    public string Path => _folder.FullName;

    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>Writes a file of lines, each ended.</summary>
    public ExportFolder With(string file, params IEnumerable<string> lines)
    {
        File.WriteAllText(this[file], string.Concat(lines.Select(line => line + "\n")));
        return this;
    }

    /// <summary>Copies an export of the shared folder.</summary>
    public ExportFolder Copy(string name)
    {
        foreach (var file in Directory.EnumerateFiles(Cases.PathOf("polis-export", name))) File.Copy(file, this[System.IO.Path.GetFileName(file)]);
        return this;
    }

    /// <summary>Three people, three statements, every vote on them.</summary>
    public static ExportFolder Small() => new ExportFolder()
        .With("summary.csv", "topic,Trees")
        .With("comments.csv", "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body", "1000000000001,0,0,2,1,1,More trees", "1000000000002,1,1,1,2,1,\"Fewer cars, more trees\"", "1000000000003,2,2,3,0,0,Benches")
        .With("votes.csv", ["timestamp,comment-id,voter-id,vote", .. Enumerable.Range(0, 9).Select(i => $"{1000000000010 + i},{i / 3},{i % 3},{(i / 3 == 2 || (i % 3 == 0) == (i / 3 == 0) ? 1 : -1)}")]);

    /// <summary>Runs a command of the module that needs no node.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(Func<OpenNode, Command> create, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await create((_, _) => throw new UnreachableException()).Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    public static Task<(int Code, string Output, string Error)> RecomputeAsync(params string[] arguments) => RunAsync(RecomputeCommand.Create, arguments);

    public void Dispose() => _folder.Delete(recursive: true);
}
