using System.Text;
using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Pickle;

public class PickleConformanceTests
{
    [Fact]
    public void Every_synthetic_pickle_gets_its_verdict() =>
        Assert.All(Labels.Synth("pickle"), one => Assert.Equal((one.File, one.Verdict), (one.File, Cases.VerdictOf(one.File).Word())));

    [Fact]
    public void Every_malicious_pickle_of_others_is_unsafe()
    {
        var pickles = Labels.Of("picklescan").Concat(Labels.Of("modelaudit/exploits")).Concat(Labels.Of("modelaudit/pickles")).Concat(Labels.Of("aisbom"))
            .Where(one => (one.Label.StartsWith("malicious", StringComparison.Ordinal) || one.Label == "detected") && !IsArchive(one.File)).ToList();
        Assert.NotEmpty(pickles);
        Assert.All(pickles, one => Assert.Equal(Verdict.Unsafe, Cases.VerdictOf(one.File)));
    }

    [Fact]
    public void Every_sample_pickle_of_others_is_flagged_or_not_as_it_is_labelled()
    {
        var samples = Labels.Of("modelaudit/samples/pickles").Concat(Labels.Of("modelaudit/scenarios")).Where(one => one.File.EndsWith(".pkl", StringComparison.Ordinal) && one.Label.Length > 0).ToList();
        Assert.NotEmpty(samples);
        Assert.All(samples, one => Assert.Equal(one.Label == "benign", Cases.VerdictOf(one.File) == Verdict.Safe));
    }

    [Fact]
    public void Every_pickle_of_joblib_that_is_not_packed_is_safe() =>
        Assert.All(Labels.Of("joblib").Where(one => one.File.EndsWith(".pkl", StringComparison.Ordinal)), one => Assert.Equal(Verdict.Safe, Cases.VerdictOf(one.File)));

    [Theory]
    [InlineData("cat\ndog\nmouse\n")]
    [InlineData("count\nname\nvalue\n1\n2\n")]
    [InlineData("import os\nprint('x')\n")]
    [InlineData("class M(Module):\n  x = 1\n")]
    [InlineData("N.B. this is text")]
    [InlineData("I am here\nand there.\n")]
    [InlineData("{\"a\": 1}")]
    [InlineData("(see above)\n")]
    [InlineData("(1)\nfirst\n")]
    [InlineData("ID,name\n1,a\n")]
    [InlineData("Title\n=====\n")]
    [InlineData("]]>")]
    [InlineData("Kind regards.")]
    [InlineData("Feature\n1.0\n2.0\n")]
    [InlineData("S'quoted' text\n")]
    [InlineData("little")]
    [InlineData("Vocabulary\nword\nother\n")]
    [InlineData("Model card.\n\nThis is.")]
    [InlineData("Papers\n")]
    public void Ordinary_text_is_not_taken_for_a_pickle(string text) =>
        Assert.DoesNotContain(Cases.Examine("notes.txt", Encoding.UTF8.GetBytes(text)), report => report.Format == "pickle");

    private static bool IsArchive(string file)
    {
        using var stream = File.OpenRead(file);
        return stream.ReadByte() is 'P' or '7' && stream.ReadByte() is 'K' or 'z';
    }
}
