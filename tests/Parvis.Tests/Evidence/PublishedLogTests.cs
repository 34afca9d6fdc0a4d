using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Tests.Evidence;

/// <summary>Logs and notes that other software made.</summary>
public sealed class PublishedLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("note_example.txt", 1)]
    [InlineData("checkpoint_example.txt", 1)]
    [InlineData("cosigned_checkpoint_example.txt", 2)]
    public void The_notes_in_the_standards_read_and_write_the_same(string file, int signatures)
    {
        var text = File.ReadAllText(Path.Combine(Cases.Folder("audit/tlog/c2sp"), file));
        var note = SignedNote.Parse(text);
        Assert.Equal(signatures, note.Signatures.Count);
        Assert.Equal(text, note.ToString());
    }

    [Fact]
    public void The_checkpoint_in_the_standard_has_its_origin_size_and_root()
    {
        var checkpoint = Checkpoint.Parse(File.ReadAllText(Path.Combine(Cases.Folder("audit/tlog/c2sp"), "checkpoint_example.txt")));
        Assert.Equal(("example.com/behind-the-sofa", 20852163L, "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="), (checkpoint.Origin, checkpoint.Size, checkpoint.Root.ToString()));
    }

    [Fact]
    public async Task Every_checkpoint_of_a_tessera_log_is_signed_and_has_the_root_of_its_entries()
    {
        var log = Cases.Folder("audit/tlog/tessera_log");
        var key = VerifierKey.Parse(await File.ReadAllTextAsync(Path.Combine(log, "vkey"), Cancel));
        var bundle = await File.ReadAllBytesAsync(Path.Combine(log, "tile/entries/000.p/15"), Cancel);
        var leaves = EntryBundle.Entries(bundle).Select(range => MerkleTree.Leaf(bundle[range])).ToArray();
        Assert.Equal(15, leaves.Length);
        var read = 0;
        foreach (var file in Directory.EnumerateFiles(log, "checkpoint*"))
        {
            var checkpoint = Checkpoint.Parse(await File.ReadAllTextAsync(file, Cancel));
            Assert.Equal(NoteStanding.Signed, checkpoint.Note.StandingOf(key));
            Assert.Equal(checkpoint.Size == 0 ? MerkleTree.Empty : MerkleTree.Root(leaves.AsSpan(0, (int)checkpoint.Size)), checkpoint.Root);
            read++;
        }
        Assert.InRange(read, 14, 17);
    }

    [Fact]
    public async Task The_tiles_of_a_tessera_log_give_proofs_that_hold_against_its_checkpoints()
    {
        using var data = new LinkedLedger(Cases.Folder("audit/tlog/tessera_log"));
        var newest = Checkpoint.Parse((await data.Files.CheckpointTextAsync(Cancel))!);
        var tiles = new TileReader(data.Files, newest.Size);
        for (var size = 1L; size < newest.Size; size++)
        {
            var file = data.Files.PathOf($"checkpoint.{size}");
            if (!File.Exists(file)) continue;
            var older = Checkpoint.Parse(await File.ReadAllTextAsync(file, Cancel));
            var consistency = await tiles.HashesAsync(MerkleTree.ConsistencyPath(size, newest.Size), Cancel);
            Assert.True(MerkleTree.VerifyConsistency(size, newest.Size, older.Root, newest.Root, consistency.ToArray()));
            var inclusion = await tiles.HashesAsync(MerkleTree.InclusionPath(size, newest.Size), Cancel);
            var entry = (await data.Files.EntriesAsync(Tile.Edge(newest.Size, Tile.EntriesLevel), Cancel))[(int)size];
            Assert.True(MerkleTree.VerifyInclusion(size, newest.Size, MerkleTree.Leaf(entry.Span), inclusion.ToArray(), newest.Root));
        }
    }

    [Fact]
    public async Task A_sunlight_log_of_300_has_the_tiles_that_its_size_asks_for_and_a_signature_that_is_not_ours_to_judge()
    {
        using var data = new LinkedLedger(Cases.Folder("audit/tlog/sunlight_ct_tree")); // its tiles are placeholders, only their paths are real
        var checkpoint = Checkpoint.Parse((await data.Files.CheckpointTextAsync(Cancel))!);
        Assert.Equal(300, checkpoint.Size);
        foreach (var tile in new[] { Tile.In(300, 0, 0), Tile.Edge(300, 0), Tile.Edge(300, 1) }) Assert.NotNull(data.Files.Locate(tile.Path));
        var key = VerifierKey.Parse(await File.ReadAllTextAsync(Path.Combine(Cases.Folder("audit/tlog/tessera_log"), "vkey"), Cancel));
        Assert.Equal(NoteStanding.OtherKey, checkpoint.Note.StandingOf(key));
    }

    [Theory]
    [InlineData("tile/0/000", 0, 0L, 256)]
    [InlineData("tile/entries/000.p/15", -1, 0L, 15)]
    [InlineData("tile/0/x001/x234/067", 0, 1234067L, 256)] // the example of C2SP tlog-tiles
    [InlineData("tile/63/x001/000.p/255", 63, 1000L, 255)]
    public void A_tile_has_one_path(string path, int level, long number, int width)
    {
        Assert.True(Tile.TryParse(path, out var tile));
        Assert.Equal(new Tile(level, number, width), tile);
        Assert.Equal(path, tile.Path);
    }

    [Theory]
    [InlineData("tile/0/0")]
    [InlineData("tile/00/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/0/001/000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/xx01/000")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/../checkpoint")]
    [InlineData("tile/entries/../../../keys/ledger.key")]
    [InlineData("tile/0/٠٠٠")]
    [InlineData("checkpoint")]
    [InlineData("")]
    public void Nothing_else_is_a_tile(string path) => Assert.False(Tile.TryParse(path, out _));

    /// <summary>A data folder whose ledger is a log elsewhere.</summary>
    private sealed class LinkedLedger : IDisposable
    {
        private readonly DataFolder _folder = new(Directory.CreateTempSubdirectory("parvis-ledger-").FullName);

        public LinkedLedger(string log)
        {
            Directory.CreateSymbolicLink(_folder.Ledger, log);
            Files = new LedgerFiles(_folder);
        }

        public LedgerFiles Files { get; }

        public void Dispose()
        {
            Directory.Delete(_folder.Ledger);
            Directory.Delete(_folder.Path, recursive: true);
        }
    }
}
