using System.Globalization;
using System.Text.Json;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;

namespace Parvis.Tests.Evidence;

/// <summary>A node in a temporary folder, with a database and a ledger.</summary>
internal sealed class LedgerNode : IAsyncDisposable
{
    private LedgerNode(DataFolder folder, string name)
    {
        Folder = folder;
        Database = Database.Sqlite(folder.DatabaseFile);
        Key = NodeKey.OpenOrCreate(folder, name);
        Log = new TileLog(Database, folder, Key);
    }

    public DataFolder Folder { get; }

    public Database Database { get; }

    public NodeKey Key { get; }

    public TileLog Log { get; }

    public static Task<LedgerNode> CreateAsync(CancellationToken cancel) => OpenAsync(Directory.CreateTempSubdirectory("parvis-ledger-").FullName, cancel);

    public static async Task<LedgerNode> OpenAsync(string path, CancellationToken cancel)
    {
        var node = new LedgerNode(new DataFolder(path), "localhost/parvis");
        await Migrator.MigrateAsync(node.Database, [typeof(TileLog).Assembly], cancel);
        return node;
    }

    public static Statement Statement(long number) => new(
        [new Subject($"commons/dataset/{number}@1", Sha256(number))],
        "urn:parvis:record:v1",
        JsonSerializer.SerializeToElement(new { number, title = "Bees – نحل" }));

    public static string Sha256(long number) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File(number)));

    public static byte[] File(long number) => System.Text.Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Stages statements numbered from <paramref name="first"/>.</summary>
    public Task<long> StageAsync(long first, int count, CancellationToken cancel) =>
        Database.WriteAsync(transaction => Log.StageAsync(transaction, [.. Enumerable.Range(0, count).Select(i => Statement(first + i))], cancel), cancel);

    public async Task<long> AppendAsync(long first, int count, CancellationToken cancel)
    {
        await StageAsync(first, count, cancel);
        return await Log.PublishAsync(cancel);
    }

    public async Task<List<LedgerDamage>> VerifyAsync(CancellationToken cancel)
    {
        var damages = new List<LedgerDamage>();
        var check = await new LedgerVerifier(Folder, Key.Verifier).VerifyAsync(damages.Add, cancel);
        Xunit.Assert.Equal(damages.Count, check.Damages);
        return damages;
    }

    /// <summary>Every file of the log that is served, with its bytes.</summary>
    public SortedDictionary<string, string> Files() => new(Directory.EnumerateFiles(Folder.Ledger, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder.Ledger, file))
        .Where(file => file == "checkpoint" || file.StartsWith("tile/", StringComparison.Ordinal))
        .ToDictionary(file => file, file => Convert.ToHexString(System.IO.File.ReadAllBytes(Path.Combine(Folder.Ledger, file)))), StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        Log.Dispose();
        Key.Dispose();
        await Database.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (Directory.Exists(Folder.Path)) Directory.Delete(Folder.Path, recursive: true);
    }
}
