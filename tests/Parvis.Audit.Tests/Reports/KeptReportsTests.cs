using Parvis.Audit.Indicators;
using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Reports;

public sealed class KeptReportsTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("parvis-audit-");

    [Theory, InlineData("standard"), InlineData("full+tensors")]
    public void A_report_made_from_what_was_kept_has_the_bytes_of_one_that_read_every_file(string depth)
    {
        var folder = Cases.Folder("synth");
        var read = Audit(folder, depth, kept: false);
        Assert.Equal(read, Audit(folder, depth, kept: true));
        Assert.Equal(read, Audit(folder, depth, kept: true));
    }

    [Fact]
    public void A_file_that_is_not_known_to_have_changed_is_not_read_again_and_one_that_has_is()
    {
        var file = Write("notes.txt", "words", LongAgo);
        var first = Audit(file);
        Write("notes.txt", "other", LongAgo); // of the same length, and its time set back: only reading could tell
        Assert.Equal(first, Audit(file));
        File.SetLastWriteTimeUtc(file, LongAgo.AddSeconds(1));
        var second = Audit(file);
        Assert.NotEqual(first, second);
        Assert.Equal(Audit(file, kept: false), second);
    }

    [Fact]
    public void Another_depth_reads_again()
    {
        var file = Write("notes.txt", "words", LongAgo);
        Audit(file, "standard");
        Write("notes.txt", "other", LongAgo);
        Assert.Equal(Audit(file, "full", kept: false), Audit(file, "full"));
    }

    [Fact]
    public void A_file_that_may_still_be_changing_is_not_kept()
    {
        Audit(Write("notes.txt", "words", TimeProvider.System.GetUtcNow().UtcDateTime));
        Assert.Empty(Kept);
    }

    [Fact]
    public void What_depends_on_the_files_beside_it_is_not_kept()
    {
        var model = Path.Combine(_root.FullName, "model.onnx");
        File.Copy(Path.Combine(Cases.Folder("synth/onnx"), "ok_external.onnx"), model);
        File.SetLastWriteTimeUtc(model, LongAgo);
        Audit(model);
        Assert.Empty(Kept);
    }

    [Fact]
    public void A_kept_report_that_was_cut_off_is_made_anew()
    {
        var file = Write("notes.txt", "words", LongAgo);
        var first = Audit(file);
        File.WriteAllText(Assert.Single(Kept), "[{\"path\":");
        Assert.Equal(first, Audit(file));
    }

    public void Dispose() => _root.Delete(recursive: true);

    private string Results => Path.Combine(_root.FullName, "results");

    private string[] Kept => Directory.Exists(Results) ? Directory.GetFiles(Results) : [];

    private string Write(string name, string text, DateTime changed)
    {
        var file = Path.Combine(_root.FullName, name);
        File.WriteAllText(file, text);
        File.SetLastWriteTimeUtc(file, changed);
        return file;
    }

    private byte[] Audit(string path, string depth = "standard", bool kept = true) =>
        Auditing.Run(path, called: null, ReadingDepth.Of(depth), kept ? new KeptReports(Results, ReadingDepth.Of(depth), TimeProvider.System) : null, _ => { }, TestContext.Current.CancellationToken).ToBytes();
}
