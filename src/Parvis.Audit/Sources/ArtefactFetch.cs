using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Parvis.Kernel.Sources;
using Parvis.Kernel.Storage;

namespace Parvis.Audit.Sources;

/// <summary>How fetching an artefact ended.</summary>
internal abstract record ArtefactOutcome
{
    /// <summary>It is on this machine.</summary>
    /// <param name="Path">The file, or the folder with the repository's files.</param>
    /// <param name="Name">The address it is at; of a repository that of the commit.</param>
    internal sealed record Fetched(string Path, string Name) : ArtefactOutcome;

    /// <summary>It, or a file of it, could not be had.</summary>
    /// <param name="Address">What was asked for.</param>
    /// <param name="Reason">Why, in one word of <see cref="RefusalReason"/> or <see cref="FailureReason"/>, or <c>name</c>, <c>other-bytes</c>, <c>too-many</c>.</param>
    /// <param name="Detail">What decided it.</param>
    /// <param name="Refused">Whether it was refused, and would be again.</param>
    internal sealed record Missing(Uri Address, string Reason, string Detail, bool Refused) : ArtefactOutcome;
}

/// <summary>Fetches what an address names into a folder: one file, or all files of a repository that is served as Hugging Face serves them. Public addresses only, politely, as <see cref="PoliteHttp"/> does; nothing is kept elsewhere.</summary>
internal sealed class ArtefactFetch(SourcesSettings settings, Database database, TimeProvider time)
{
    /// <summary>Bytes of an artefact, at most.</summary>
    public const long MostBytes = 64L << 30;

    private const int MostFiles = 10_000, LongestList = 16 << 20;
    private static readonly TimeSpan LongestFile = TimeSpan.FromHours(12);

    /// <summary>Fetches <paramref name="address"/>.</summary>
    /// <param name="address">Of a file, or of a repository: <c>…/owner/name</c>, with <c>/datasets</c> before it or <c>/tree/revision</c> behind it.</param>
    /// <param name="folder">Where to; made when it is not there, and the caller's to remove.</param>
    /// <param name="received">Told the bytes so far.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public async Task<ArtefactOutcome> FetchAsync(Uri address, string folder, Action<long> received, CancellationToken cancel)
    {
        var drafts = new DataFolder(folder);
        using var http = new PoliteHttp(settings with { LongestBody = MostBytes, LongestAnswer = LongestFile }, new KeptBytes(drafts), database, time);
        var download = new Download(http, drafts, Path.Combine(folder, "files"), received);
        if (HubRepository.Of(address) is { } repository)
        {
            var answer = await http.FetchAsync(new FetchRequest(repository.Listing, "application/json", LongestList), cancel);
            if (answer is FetchOutcome.Fetched list)
            {
                await using var json = File.OpenRead(download.Draft(list.File));
                if (repository.Parse(json) is { } listed) return await AllAsync(listed, download, cancel);
            }
            else if (answer is not FetchOutcome.Failed { Reason: FailureReason.Status }) return Missing(answer);
        }
        var name = Uri.UnescapeDataString(address.Segments[^1]);
        if (!IsPlain(name)) name = "file";
        return await download.FileAsync(address, name, sha256: null, cancel) is { } missing ? missing : new ArtefactOutcome.Fetched(Path.Combine(download.Folder, name), address.AbsoluteUri);
    }

    private static async Task<ArtefactOutcome> AllAsync(HubRepository.Listed repository, Download download, CancellationToken cancel)
    {
        if (repository.Files.Count > MostFiles) return new ArtefactOutcome.Missing(repository.Address, "too-many", string.Create(CultureInfo.InvariantCulture, $"{repository.Files.Count} files, {MostFiles} allowed"), Refused: true);
        Directory.CreateDirectory(download.Folder);
        foreach (var file in repository.Files)
        {
            if (!IsPlain(file.Path)) return new ArtefactOutcome.Missing(repository.Address, "name", file.Path, Refused: true);
            if (await download.FileAsync(file.Address, file.Path, file.Sha256, cancel) is { } missing) return missing;
        }
        return new ArtefactOutcome.Fetched(download.Folder, repository.Address.AbsoluteUri);
    }

    /// <summary>Whether a relative path can only lead into the folder.</summary>
    private static bool IsPlain(string path) =>
        path.Length <= 1024 && !path.Any(character => character is '\\' or ':' || char.IsControl(character)) && path.Split('/').All(part => part is not ("" or "." or "..") && part.Length <= 255);

    private static ArtefactOutcome.Missing Missing(FetchOutcome outcome) => outcome switch
    {
        FetchOutcome.Refused refused => new(refused.Address, Name(refused.Reason), refused.Detail, Refused: true),
        FetchOutcome.Failed failed => new(failed.Address, Name(failed.Reason), failed.Status is { } status ? string.Create(CultureInfo.InvariantCulture, $"HTTP {status} {failed.Detail}") : failed.Detail, Refused: false),
        _ => throw new UnreachableException($"{outcome}"),
    };

    // PrivateAddress → private-address
    private static string Name(Enum reason) => JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString());

    /// <summary>Files as they come, one after the other.</summary>
    private sealed class Download(PoliteHttp http, DataFolder drafts, string folder, Action<long> received)
    {
        private long _bytes;

        public string Folder => folder;

        /// <summary>Where <see cref="KeptBytes"/> has put what was fetched.</summary>
        public string Draft(KeptFile file) => Path.Combine(drafts.Kept, file.Sha256[..2], file.Sha256);

        /// <summary>Fetches one file to its place in the folder.</summary>
        /// <returns>Null when it is there.</returns>
        public async Task<ArtefactOutcome.Missing?> FileAsync(Uri address, string path, string? sha256, CancellationToken cancel)
        {
            var outcome = await http.FetchAsync(new FetchRequest(address, LongestBody: MostBytes - _bytes, Received: now => received(_bytes + now)), cancel);
            if (outcome is not FetchOutcome.Fetched fetched) return Missing(outcome);
            if (sha256 is not null && sha256 != fetched.File.Sha256) return new(address, "other-bytes", $"the repository says sha256 {sha256}, its server sent {fetched.File.Sha256}", Refused: true);
            _bytes += fetched.File.Length;
            var place = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(Draft(fetched.File), place);
            return null;
        }
    }
}
