using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Pickle;

public class PickleConformanceTests
{
    [Fact]
    public void Every_synthetic_pickle_gets_its_verdict() =>
        Assert.Empty(Labels.Synthetic("synth/pickle/").Select(one => (one.Path, Expected: one.Verdict, Found: Labels.VerdictOf(one.Path).Word())).Where(one => one.Expected != one.Found));

    [Fact]
    public void Every_malicious_pickle_of_others_is_unsafe()
    {
        var pickles = Labels.Upstream("picklescan/").Concat(Labels.Upstream("modelaudit/exploits/")).Concat(Labels.Upstream("modelaudit/pickles/"))
            .Where(one => one.Label.StartsWith("malicious", StringComparison.Ordinal) && !one.Path.EndsWith(".zip", StringComparison.Ordinal) && !one.Path.EndsWith(".7z", StringComparison.Ordinal));
        Assert.Empty(pickles.Select(one => (one.Path, Found: Labels.VerdictOf(one.Path))).Where(one => one.Found != Verdict.Unsafe));
    }

    [Fact]
    public void Every_sample_pickle_of_others_is_flagged_or_not_as_it_is_labelled()
    {
        var samples = Labels.Upstream("modelaudit/samples/pickles/").Concat(Labels.Upstream("modelaudit/scenarios/")).Where(one => one.Path.EndsWith(".pkl", StringComparison.Ordinal) && one.Label.Length > 0);
        Assert.Empty(samples.Select(one => (one.Path, one.Label, Found: Labels.VerdictOf(one.Path))).Where(one => one.Label == "benign" != (one.Found == Verdict.Safe)));
    }

    [Fact]
    public void Every_pickle_of_joblib_that_is_not_packed_is_safe()
    {
        var pickles = Labels.Upstream("joblib/").Where(one => one.Path.EndsWith(".pkl", StringComparison.Ordinal));
        Assert.Empty(pickles.Select(one => (one.Path, Found: Labels.VerdictOf(one.Path))).Where(one => one.Found != Verdict.Safe));
    }

    [Fact]
    public void Ordinary_text_is_not_taken_for_a_pickle()
    {
        string[] texts =
        [
            "cat\ndog\nmouse\n", "count\nname\nvalue\n1\n2\n", "import os\nprint('x')\n", "class M(Module):\n  x = 1\n", "N.B. this is text", "I am here\nand there.\n", "{\"a\": 1}", "[1, 2]", "(see above)\n", "Some text. More.",
            "(1)\nfirst\n", "ID,name\n1,a\n", "Title\n=====\n", "]]>", "Kind regards.", "Feature\n1.0\n2.0\n", "S'quoted' text\n", "little", "Vocabulary\nword\nother\n", "Line one\nline two\n", "1.5\n2.5\n", "GGUF", "Model card.\n\nThis is.", "Papers\n", "Qwen.\n",
        ];
        Assert.All(texts, text => Assert.DoesNotContain(Cases.Examine("notes.txt", System.Text.Encoding.UTF8.GetBytes(text)), report => report.Format == "pickle"));
    }
}
