using System.Diagnostics;
using Xunit;

namespace Parvis.Tests.EndToEnd;

/// <summary>The built program, run as a person would, on a data folder of its own or on that of a node.</summary>
/// <param name="data">The node's data folder.</param>
internal sealed class ParvisProgram(string? data = null) : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("parvis-program-");

    public string Data => data ?? Path.Combine(_root.FullName, "data");

    /// <summary>A path beside a data folder of its own.</summary>
    public string Beside(string name) => Path.Combine(_root.FullName, name);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Writes a file beside the data folder and gives its path.</summary>
    public string Write(string file, string text) => Write(file, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string file, byte[] bytes)
    {
        var path = Path.Combine(_root.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public Process Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "parvis.dll"));
        foreach (var argument in arguments.Append("--data").Append(Data)) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Runs a command and kills it, as a power cut would, after <paramref name="delay"/>; false when it had ended.</summary>
    public async Task<bool> KillAsync(TimeSpan delay, params IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var ended = process.WaitForExitAsync(Cancel);
        if (await Task.WhenAny(ended, Task.Delay(delay, Cancel)) == ended) return false;
        process.Kill();
        await ended;
        return true;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
