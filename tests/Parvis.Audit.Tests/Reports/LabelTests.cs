using System.Globalization;
using Parvis.Audit.Indicators;
using Parvis.Audit.Records;
using Sylvan.Data.Csv;
using Xunit;

namespace Parvis.Audit.Tests.Reports;

/// <summary>The whole audit, as a person runs it, against the labels of the shared artefacts.</summary>
public class LabelTests
{
    [Fact]
    public void Of_the_made_up_samples_nearly_all_unsafe_are_caught_no_safe_one_is_called_unsafe_and_all_malformed_are_rejected()
    {
        var folder = Cases.Folder("synth");
        var verdicts = VerdictsIn(folder);
        var samples = Rows(Path.Combine(folder, "expected.csv")).Select(row => (Label: row["verdict"], Verdict: verdicts[row["path"]["synth/".Length..]])).ToList();
        double Share(string label, Func<Verdict, bool> as_labelled) => samples.Where(sample => sample.Label == label).Average(sample => as_labelled(sample.Verdict) ? 1.0 : 0.0);

        Assert.True(Share("unsafe", verdict => verdict == Verdict.Unsafe) >= 0.95);
        Assert.Equal(1.0, Share("safe", verdict => verdict != Verdict.Unsafe));
        Assert.Equal(1.0, Share("malformed", verdict => verdict >= Verdict.Malformed));
        Assert.Equal(1.0, Share("suspicious", verdict => verdict >= Verdict.Suspicious));
    }

    [Theory]
    [InlineData("picklescan")]
    [InlineData("modelaudit")]
    [InlineData("modelscan")]
    [InlineData("aisbom")]
    public void Every_malicious_sample_of_other_scanners_is_flagged(string collection)
    {
        var missed = Labelled(collection, label => label.StartsWith("malicious", StringComparison.Ordinal) || label == "detected").Where(sample => sample.Verdict < Verdict.Suspicious);
        Assert.Empty(missed);
    }

    [Theory]
    [InlineData("joblib")]
    [InlineData("numpy")]
    [InlineData("onnx")]
    [InlineData("parquet")]
    [InlineData("arrow")]
    [InlineData("tflite")]
    [InlineData("tf_savedmodel")]
    [InlineData("picklescan")]
    [InlineData("modelaudit")]
    public void At_most_two_in_a_hundred_benign_files_are_flagged(string collection)
    {
        var samples = Labelled(collection, label => label.StartsWith("benign", StringComparison.Ordinal));
        Assert.NotEmpty(samples);
        Assert.True(samples.Count(sample => sample.Verdict >= Verdict.Suspicious) <= samples.Count * 0.02);
    }

    private static List<(string Path, Verdict Verdict)> Labelled(string collection, Func<string, bool> label)
    {
        var verdicts = VerdictsIn(Cases.Folder(collection));
        return [.. Rows(Cases.Folder("manifest.csv"))
            .Where(row => row["path"].StartsWith($"{collection}/", StringComparison.Ordinal) && label(row["label"]))
            .Select(row => (row["path"], verdicts[row["path"][(collection.Length + 1)..]]))];
    }

    /// <summary>The gravest verdict over each file with its members.</summary>
    private static Dictionary<string, Verdict> VerdictsIn(string folder) =>
        Auditing.Run(folder, called: null, ReadingDepth.Of("standard"), _ => { }, TestContext.Current.CancellationToken).Files
            .GroupBy(file => file.Path.Split('!')[0], StringComparer.Ordinal).ToDictionary(file => file.Key, file => file.Max(member => member.Verdict), StringComparer.Ordinal);

    private static List<Dictionary<string, string>> Rows(string file)
    {
        using var csv = CsvDataReader.Create(file, new CsvDataReaderOptions { Culture = CultureInfo.InvariantCulture });
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read()) rows.Add(Enumerable.Range(0, csv.FieldCount).ToDictionary(csv.GetName, csv.GetString, StringComparer.Ordinal));
        return rows;
    }
}
