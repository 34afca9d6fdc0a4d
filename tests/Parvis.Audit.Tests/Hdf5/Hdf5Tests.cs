using System.Text.Json.Nodes;
using Parvis.Audit.Records;
using Parvis.Audit.Tests.Containers;
using Xunit;

namespace Parvis.Audit.Tests.Hdf5;

public class Hdf5Tests
{
    [Fact]
    public void Every_synthetic_file_gets_its_verdict() =>
        Assert.DoesNotContain(Labels.Synth("h5").Select(one => (one.File, Expected: one.Verdict, Found: Cases.VerdictOf(one.File).Word())), one => one.Expected != one.Found);

    [Fact]
    public void Facts_are_those_of_the_files()
    {
        var facts = Cases.Examine(Path.Combine(Cases.Folder("synth/h5"), "weights_only.h5"))[0].Facts;
        Assert.Equal(2, (int)facts["tensors"]!);
        Assert.Equal(10, (long)facts["parameters"]!);
        Assert.Equal([4L, 2L], facts["shapes"]!["model_weights/d/d/kernel:0"]!.AsArray().GetValues<long>());
        Assert.Equal([2L], facts["shapes"]!["model_weights/d/d/bias:0"]!.AsArray().GetValues<long>());
        Assert.Equal("2.15.0", (string?)facts["producerVersion"]);
    }

    [Fact]
    public void Samples_of_others_are_judged_as_they_are_labelled() => Assert.All(Labels.Of("modelaudit/samples/keras"), one =>
        Assert.Equal(one.Label == "benign" ? Verdict.Safe : Verdict.Unsafe, Cases.VerdictOf(one.File)));

    [Theory]
    [InlineData("/etc/passwd", "unsafe"), InlineData("../other.h5", "unsafe"), InlineData(@"C:\x", "unsafe"), InlineData("other.h5", "suspicious")]
    public void Links_to_other_files_are_judged_by_where_they_lead(string file, string verdict)
    {
        var report = Cases.Examine("m.h5", Hdf5Bytes.File(Hdf5Bytes.ExternalLink(file)))[0];
        Assert.Equal(verdict, report.Verdict.Word());
        Assert.Equal([file], report.Facts["externalReferences"]!.AsArray().GetValues<string>());
    }

    [Fact]
    public void A_Lambda_in_a_description_is_unsafe_whatever_kind_of_file() =>
        Assert.Equal(Verdict.Unsafe, Cases.Examine("m.bin", Hdf5Bytes.File(Hdf5Bytes.Text("model_config", """{"class_name": "Sequential", "config": {"layers": [{"class_name": "Lambda"}]}}""")))[0].Verdict);

    [Fact]
    public void A_pickle_in_an_attribute_is_examined() =>
        Assert.Equal(Verdict.Unsafe, Cases.Examine("m.h5", Hdf5Bytes.File(Hdf5Bytes.Text("CLASS", System.Text.Encoding.ASCII.GetString(CompressedTests.Payload))))[0].Verdict);

    [Fact]
    public void A_dataset_is_a_tensor_at_its_place()
    {
        var file = Hdf5Bytes.WithDataset("w", start => Hdf5Bytes.Floats(2, 3, start, 24), new byte[24]);
        var report = Cases.Examine("m.h5", file)[0];
        Assert.Empty(report.Findings);
        var tensor = Assert.Single(report.Tensors);
        Assert.Equal(("w", "F32", file.Length - 24L, 24L), (tensor.Name, tensor.Type, tensor.Offset!.Value, tensor.Length));
        Assert.Equal([2L, 3L], tensor.Shape);
    }

    [Theory]
    [InlineData(2, 4, 24), InlineData(1L << 40, 1L << 40, 24), InlineData(2, 3, 1L << 40)]
    public void Sizes_that_the_file_does_not_have_are_malformed(long rows, long columns, long length) =>
        Assert.Equal(Verdict.Malformed, Cases.Examine("m.h5", Hdf5Bytes.WithDataset("w", start => Hdf5Bytes.Floats(rows, columns, rows == 2 && columns == 3 ? start + 1 : start, length), new byte[24]))[0].Verdict);

    [Fact]
    public void A_file_that_is_cut_off_is_malformed()
    {
        var file = Hdf5Bytes.File(Hdf5Bytes.Text("a", "b"));
        Assert.Equal("hdf5.truncated", Assert.Single(Cases.Examine("m.h5", file.AsMemory(0, file.Length - 1))[0].Findings).Rule.Id);
    }

    [Fact]
    public void A_block_before_the_file_is_passed_over()
    {
        var file = Hdf5Bytes.WithDataset("w", start => Hdf5Bytes.Floats(1, 1, start, 4), new byte[4]);
        file.AsSpan(12, 8).Clear();
        var report = Cases.Examine("m.h5", (byte[])[.. new byte[512], .. file])[0];
        Assert.Equal("hdf5", report.Format);
        Assert.Equal(512 + file.Length - 4, Assert.Single(report.Tensors).Offset);
    }

    [Fact]
    public void Attributes_kept_apart_are_said_not_to_be_examined() =>
        Assert.Equal(["hdf5.dense"], Cases.Examine("m.h5", Hdf5Bytes.File(Hdf5Bytes.Message(21, [0, 0, .. Hdf5Bytes.Long(0), .. Hdf5Bytes.Long(0)])))[0].Findings.Select(finding => finding.Rule.Id));

    [Fact]
    public void A_filter_that_is_a_plug_in_is_suspicious() =>
        Assert.Equal(["hdf5.plug-in"], Cases.Examine("m.h5", Hdf5Bytes.File(Hdf5Bytes.Message(11, [2, 1, .. Hdf5Bytes.Short(32001), 0, 0, 0, 0, 0, 0])))[0].Findings.Select(finding => finding.Rule.Id));

    [Fact]
    public void Ten_thousand_damaged_files_all_get_a_verdict() => Mutations.Survive(
    [
        ("a.h5", Hdf5Bytes.WithDataset("w", start => [.. Hdf5Bytes.Floats(2, 3, start, 24), Hdf5Bytes.Text("note", "x")], new byte[24])),
        ("b.h5", Hdf5Bytes.File(Hdf5Bytes.ExternalLink("x.h5"), Hdf5Bytes.Text("model_config", "{}"), Hdf5Bytes.Text("backend", "tensorflow"))),
        .. Mutations.Small(Directory.GetFiles(Cases.Folder("synth/h5")), 12_000),
    ], 10_000, 21);
}
