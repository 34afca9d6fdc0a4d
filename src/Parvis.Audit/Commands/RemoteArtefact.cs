using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Audit.Sources;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Storage;

namespace Parvis.Audit.Commands;

/// <summary>What an address names, in a folder of its own in the node's data folder that goes when the audit is done.</summary>
internal sealed class RemoteArtefact(string folder, ArtefactOutcome outcome) : IDisposable
{
    /// <summary>How the fetching ended.</summary>
    public ArtefactOutcome Outcome => outcome;

    /// <summary>The address that a command was given in place of a path; otherwise null.</summary>
    public static Uri? Address(string given) => Uri.TryCreate(given, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? address : null;

    /// <summary>Fetches <paramref name="address"/>, with progress on the terminal.</summary>
    public static async Task<RemoteArtefact> FetchAsync(Uri address, IServiceProvider node, InvocationConfiguration console, CancellationToken cancel)
    {
        var folder = Path.Combine(node.GetRequiredService<DataFolder>().Path, "fetched", Guid.NewGuid().ToString("n"));
        var line = new ProgressLine(console.Error, !Console.IsErrorRedirected, "bytes fetched", TimeProvider.System);
        try
        {
            var outcome = await node.GetRequiredService<ArtefactFetch>().FetchAsync(address, folder, now => line.Show(now), cancel);
            line.Clear();
            return new(folder, outcome);
        }
        catch
        {
            Remove(folder);
            throw;
        }
    }

    public void Dispose() => Remove(folder);

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
