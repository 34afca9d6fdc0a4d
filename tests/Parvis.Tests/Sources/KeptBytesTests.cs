using System.Text;
using Parvis.Kernel.Sources;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Tests.Sources;

public sealed class KeptBytesTests : IDisposable
{
    private const string AbcSha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-4, worked example
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parvis-");
    private readonly KeptBytes _kept;

    public KeptBytesTests() => _kept = new KeptBytes(new DataFolder(Path.Combine(_folder.FullName, "node")));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Equal_bytes_are_kept_once()
    {
        var first = await _kept.KeepAsync("abc"u8.ToArray(), Cancel);
        using var again = new MemoryStream("abc"u8.ToArray());
        Assert.Equal(first, await _kept.KeepAsync(again, Cancel));
        var file = Assert.Single(Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories));
        Assert.EndsWith(Path.Combine("kept", "ba", AbcSha256), file, StringComparison.Ordinal);
        Assert.True(File.GetAttributes(file).HasFlag(FileAttributes.ReadOnly));
    }

    [Fact]
    public void Bytes_that_are_not_kept_here_are_null() => Assert.Null(_kept.Open(AbcSha256));

    [Theory]
    [InlineData("")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    public void What_is_no_digest_opens_nothing(string sha256) => Assert.Throws<FormatException>(() => _kept.Open(sha256));

    [Fact]
    public async Task A_folder_is_read_with_all_below_it_and_links_are_not_followed()
    {
        var named = _folder.CreateSubdirectory("named");
        var secret = Path.Combine(_folder.FullName, "secret");
        await File.WriteAllTextAsync(secret, "secret", Cancel);
        await File.WriteAllTextAsync(Path.Combine(named.FullName, "b.txt"), "abc", Cancel);
        await File.WriteAllTextAsync(Path.Combine(named.CreateSubdirectory("a").FullName, "long.txt"), new string('x', 101), Cancel);
        File.CreateSymbolicLink(Path.Combine(named.FullName, "out"), secret);
        Directory.CreateSymbolicLink(Path.Combine(named.FullName, "round"), named.FullName);

        var outcomes = await Files().ReadAsync(named.FullName, Cancel).ToArrayAsync(Cancel);

        Assert.Equal(["a/long.txt TooLarge", "b.txt kept", "out Link", "round Link"], outcomes.Select(outcome => Say(named, outcome)));
    }

    [Fact]
    public async Task A_single_file_is_read()
    {
        var path = Path.Combine(_folder.FullName, "one");
        await File.WriteAllBytesAsync(path, "abc"u8.ToArray(), Cancel);
        var kept = Assert.IsType<LocalFileOutcome.Kept>(Assert.Single(await Files().ReadAsync(path, Cancel).ToArrayAsync(Cancel)));
        Assert.Equal(AbcSha256, kept.File.Sha256);
        Assert.Equal("abc", await new StreamReader(_kept.Open(AbcSha256)!, Encoding.UTF8).ReadToEndAsync(Cancel));
    }

    private LocalFiles Files() => new(new SourcesSettings { LongestBody = 100 }, _kept, TimeProvider.System);

    private static string Say(DirectoryInfo root, LocalFileOutcome outcome) =>
        $"{Path.GetRelativePath(root.FullName, outcome.Path)} {(outcome is LocalFileOutcome.Refused refused ? refused.Reason : "kept")}";
}
