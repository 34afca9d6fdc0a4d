using System.Text.Json.Nodes;
using Parvis.Audit.Records;
using Parvis.Audit.Records.Gguf;
using Parvis.Audit.Records.Templates;
using Xunit;

namespace Parvis.Audit.Tests.Gguf;

public class GgufTests
{
    [Fact]
    public void Every_labelled_file_gets_its_verdict() =>
        Assert.All(Expected.Of("gguf"), one => Assert.Equal((one.Path, one.Verdict), (one.Path, Cases.Examine(one.File)[0].Verdict)));

    [Fact]
    public void Facts_are_those_its_maker_measured()
    {
        foreach (var one in Expected.Of("gguf").Where(one => one.Metadata is not null))
        {
            var facts = Cases.Examine(one.File)[0].Facts;
            var said = one.Metadata!.Value;
            Assert.Equal(said.GetProperty("version").GetInt32(), facts[FactNames.FormatVersion]!.GetValue<int>());
            Assert.Equal(said.GetProperty("architecture").GetString(), facts[FactNames.Architecture]!.GetValue<string>());
            Assert.Equal(said.GetProperty("name").GetString(), facts[FactNames.Name]!.GetValue<string>());
            Assert.Equal(said.GetProperty("license").GetString(), facts[FactNames.Licence]!.GetValue<string>());
            Assert.Equal(said.GetProperty("n_tensors").GetInt32(), facts[FactNames.Tensors]!.GetValue<int>());
            Assert.Equal(said.GetProperty("n_params").GetInt64(), facts[FactNames.Parameters]!.GetValue<long>());
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(said.GetProperty("dtypes").GetRawText()), facts[FactNames.Types]!.DeepClone()));
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void All_versions_and_both_byte_orders_say_the_same(uint version, bool bigEndian)
    {
        var facts = Cases.Examine("m.gguf", new GgufFile(version, bigEndian)
            .With("general.architecture", "qwen2")
            .With("general.base_model.0.repo_url", "https://huggingface.co/Qwen/Qwen2-0.5B")
            .With("general.languages", ["en", "fr"])
            .With("general.file_type", 4, bigEndian ? [0, 0, 0, 15] : [15, 0, 0, 0])
            .With("qwen2.context_length", 4, bigEndian ? [0, 0, 16, 0] : [0, 16, 0, 0])
            .Tensor("output.weight", 12, 144 * 2, [256, 2])
            .Tensor("output_norm.weight", 0, 8, [2])
            .Bytes())[0];
        Assert.Equal(Verdict.Safe, facts.Verdict);
        Assert.Equal("https://huggingface.co/Qwen/Qwen2-0.5B", facts.Facts[FactNames.BaseModel]!.GetValue<string>());
        Assert.Equal("Q4_K_M", facts.Facts[FactNames.Quantisation]!.GetValue<string>());
        Assert.Equal("Q4_K", facts.Facts[FactNames.MeasuredQuantisation]!.GetValue<string>());
        Assert.Equal("4096", facts.Facts[FactNames.ContextLength]!.ToJsonString());
        Assert.Equal("""["en","fr"]""", facts.Facts[FactNames.Languages]!.ToJsonString());
        Assert.Equal([2L, 256L], facts.Tensors[0].Shape);
        Assert.Equal(514L, facts.Facts[FactNames.Parameters]!.GetValue<long>());
    }

    [Fact]
    public void A_named_template_is_judged_as_the_main_one_is()
    {
        var report = Cases.Examine("m.gguf", new GgufFile().With("tokenizer.chat_template", "{{ messages[0]['content'] }}").With("tokenizer.chat_template.tool_use", "{{ cycler.__init__ }}").Bytes())[0];
        Assert.Equal(Verdict.Unsafe, report.Verdict);
        Assert.Contains(report.Findings, finding => finding.Rule == TemplateRules.UnsafeName && finding.Values["template"] == "tool_use" && finding.Values["name"] == "__init__");
        Assert.Equal("""["default","tool_use"]""", report.Facts[FactNames.Templates]!.ToJsonString());
    }

    [Fact]
    public void What_it_says_too_much_of_is_refused()
    {
        Assert.Equal("gguf.bounds", Broken(new GgufFile().Tensor("a", 0, 32, [9])));
        Assert.Equal("gguf.size", Broken(new GgufFile().Tensor("a", 2, 18, [31])));
        Assert.Equal("gguf.size", Broken(new GgufFile().Tensor("a", 0, 0, [long.MaxValue, 4])));
        Assert.Equal("gguf.type", Broken(new GgufFile().Tensor("a", 4, 32, [8])));
        Assert.Equal("gguf.overlap", Broken(new GgufFile().Tensor("a", 0, 64, [16]).Tensor("b", 0, 32, [8], offset: 32)));
        Assert.Equal("gguf.alignment", Broken(new GgufFile().Tensor("a", 0, 64, [8], offset: 4)));
        Assert.Equal("gguf.tensor", Broken(new GgufFile().Tensor("a", 0, 32, [8]).Tensor("a", 0, 32, [8])));
        Assert.Equal("gguf.tensor", Broken(new GgufFile().Tensor("a", 0, 4, [1, 1, 1, 1, 1])));
        Assert.Equal("gguf.key", Broken(new GgufFile().With("a", "1").With("a", "2")));
        Assert.Equal("gguf.key", Broken(new GgufFile().Tensor(new string('a', 65), 0, 4, [1])));
        Assert.Equal("gguf.value", Broken(new GgufFile().With("a", 13)));
        Assert.Equal("gguf.value", Broken(new GgufFile().With("a", 7, 2)));
        Assert.Equal("gguf.count", Broken(new GgufFile().With("a", 9, [5, 0, 0, 0, .. BitConverter.GetBytes(1L << 62)])));
        Assert.Equal("gguf.alignment", Broken(new GgufFile().With("general.alignment", 4, 48, 0, 0, 0)));
        Assert.Equal("gguf.version", Broken(new GgufFile(version: 4)));
    }

    [Fact]
    public void Lists_of_lists_are_read_to_a_depth()
    {
        byte[] numbers = [4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0];
        byte[] list = [9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(Verdict.Safe, Cases.Examine("m.gguf", new GgufFile().With("a", 9, [.. list, .. numbers]).Bytes())[0].Verdict);
        Assert.Equal("gguf.nesting", Broken(new GgufFile().With("a", 9, [.. list, .. list, .. list, .. list, .. list, .. numbers])));
    }

    [Fact]
    public void Bytes_that_belong_to_no_tensor_are_suspicious()
    {
        var report = Cases.Examine("m.gguf", new GgufFile().Tensor("a", 0, 256, [8], offset: 128).Bytes())[0];
        Assert.Equal([GgufRules.Hole, GgufRules.Trailing], report.Findings.Select(finding => finding.Rule));
    }

    [Fact]
    public void Mutated_files_are_read_or_refused() =>
        Mutations.Survive(Mutations.Small(Expected.Of("gguf").Select(one => one.File)), 10_000, seed: 20_261_124);

    private static string Broken(GgufFile file) => Cases.Examine("m.gguf", file.Bytes())[0].Findings.Last().Rule.Id;
}
