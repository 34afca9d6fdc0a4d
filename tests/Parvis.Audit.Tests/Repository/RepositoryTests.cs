using System.Text;
using Parvis.Audit.Records;
using Parvis.Audit.Records.Repository;
using Parvis.Audit.Records.Templates;
using Parvis.Audit.Tests.Templates;
using Xunit;

namespace Parvis.Audit.Tests.Repository;

public class RepositoryTests
{
    [Fact]
    public void Every_labelled_file_gets_its_verdict() =>
        Assert.All(Expected.Of("hf"), one => Assert.Equal((one.Path, one.Verdict), (one.Path, Cases.VerdictOf(one.File))));

    [Fact]
    public void Collected_configurations_are_judged_as_labelled()
    {
        foreach (var (file, label) in Labels.Of("modelaudit").Where(one => Path.GetExtension(one.File) is ".json" or ".yaml" || Path.GetFileName(one.File) == "LICENSE"))
        {
            var verdict = Cases.VerdictOf(file);
            Assert.True(label switch { "benign" => verdict == Verdict.Safe, "" => true, _ => verdict >= Verdict.Suspicious }, $"{file}: {label}, {verdict}");
        }
    }

    [Theory]
    [InlineData("""{"auto_map":{"AutoModel":"modeling_x.X"}}""", "repository.remote-code")]
    [InlineData("""{"auto_map":{"AutoTokenizer":["tokenization_x.X",null]}}""", "repository.remote-code")]
    [InlineData("""{"auto_map":{"AutoModel":"someone/else--modeling_x.X"}}""", "repository.other-repository")]
    [InlineData("""{"auto_map":{"AutoTokenizer":[null,"someone/else--tokenization_x.X"]}}""", "repository.other-repository")]
    [InlineData("""{"\u0061uto_map":{"AutoModel":"someone/else\u002d-modeling_x.X"}}""", "repository.other-repository")]
    [InlineData("""{"\ud800":1,"auto_map":{"AutoModel":"someone/else--modeling_x.X"},"x":NaN}""", "repository.other-repository")]
    [InlineData("""{"vision_config":{"auto_map":{"AutoConfig":"a/b--c.D"}}}""", "repository.other-repository")]
    [InlineData("""{"custom_pipelines":{"x":{"impl":"a/b--pipeline.X"}}}""", "repository.other-repository")]
    [InlineData("""{"trust_remote_code":true}""", "repository.trust")]
    [InlineData("""{"_attn_implementation":"someone/kernels"}""", "repository.kernel")]
    [InlineData("""{"model":{"_target_":"os.system","command":"true"}}""", "repository.unsafe-import")]
    [InlineData("""{"_target_":"builtins.exec"}""", "repository.unsafe-import")]
    [InlineData("""[{"idx":0,"name":"0","path":"","type":"custom_st.Transformer"}]""", "repository.import")]
    [InlineData("""[{"idx":0,"name":"0","path":"","type":"subprocess.Popen"}]""", "repository.unsafe-import")]
    [InlineData("""{"_diffusers_version":"0.30","_class_name":["my_pipeline","MyPipeline"]}""", "repository.import")]
    [InlineData("""{"hub":{"hf_token":"hf_abcdefghijklmnopqrstuvwxyz012345"}}""", "repository.secret")]
    [InlineData("""{"weight_map":{"a":"model-00001.safetensors","b":"../../other/model.safetensors"}}""", "repository.shard")]
    [InlineData("""{"weight_map":{"a":"/etc/passwd"}}""", "repository.shard")]
    [InlineData("""{"weight_map":{"a":"C:\\x.safetensors"}}""", "repository.shard")]
    [InlineData("""{"weight_map":{"a":1}}""", "repository.index")]
    [InlineData("""{"chat_template":[{"name":"default","template":"{{ x }}"},{"name":"rag","template":"{{ x.__class__ }}"}]}""", "template.unsafe-name")]
    [InlineData("""{"chat_template":{"default":"{{ x }}","tool":"{{ x.__class__ }}"}}""", "template.unsafe-name")]
    [InlineData("""{"a":1,}""", "repository.json")]
    [InlineData("""{"a":1""", "repository.json")]
    [InlineData("{\"a\":\"\u0001\"}", "repository.json")]
    public void A_configuration_that_leads_to_code_is_found(string json, string rule) =>
        Assert.Equal([rule], Read("config.json", json).Findings.Select(finding => finding.Rule.Id));

    [Theory]
    [InlineData("{}")]
    [InlineData("\uFEFF{}")]
    [InlineData("""{"time_step_limit":[0.0,Infinity],"loss":NaN,"low":-Infinity,"text":"NaN \" Infinity \ud83d\ude00 \ud83d"}""")]
    [InlineData("""{"a":1}{"a":2}""")]
    [InlineData("""{"architectures":["LlamaForCausalLM"],"model_type":"llama","_name_or_path":"meta-llama/Llama-3.2-1B","token":"x","pad_token":"<pad>"}""")]
    [InlineData("""{"_diffusers_version":"0.30","_class_name":"StableDiffusionPipeline","unet":["diffusers","UNet2DConditionModel"],"safety_checker":["stable_diffusion","StableDiffusionSafetyChecker"],"feature_extractor":[null,null]}""")]
    [InlineData("""[{"idx":0,"name":"0","path":"","type":"sentence_transformers.models.Transformer"}]""")]
    [InlineData("""{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"sub/model-00002-of-00002.safetensors"},"metadata":{"total_size":12}}""")]
    public void Ordinary_configurations_are_safe(string json) => Assert.Empty(Read("config.json", json).Findings);

    [Fact]
    public void Honest_templates_are_safe_in_a_configuration_too() =>
        Assert.All(Honest.Templates, template => Assert.Equal(Verdict.Safe, Read("tokenizer_config.json", $$"""{"chat_template":{{System.Text.Json.JsonSerializer.Serialize(template)}}}""").Verdict));

    [Fact]
    public void A_configuration_says_what_the_model_is()
    {
        var facts = Read("config.json", """{"architectures":["Qwen2ForCausalLM"],"model_type":"qwen2","torch_dtype":"bfloat16","hidden_size":896,"max_position_embeddings":32768,"quantization_config":{"quant_method":"gptq","bits":4},"license":"MIT"}""");
        Assert.Equal("model-config", facts.Format);
        Assert.Equal("""{"architecture":"Qwen2ForCausalLM","modelType":"qwen2","dtype":"bfloat16","contextLength":32768,"licence":"MIT","licenceId":"MIT","quantisation":"gptq 4 bit","sizes":{"hidden_size":896}}""", facts.Facts.ToJsonString());
    }

    [Fact]
    public void An_index_says_which_files_make_the_model()
    {
        var report = Read("model.safetensors.index.json", """{"metadata":{"total_size":123},"weight_map":{"a":"2.safetensors","b":"1.safetensors","c":"2.safetensors"}}""");
        Assert.Equal(("weights-index", """{"tensors":3,"shards":["1.safetensors","2.safetensors"],"totalBytes":123}"""), (report.Format, report.Facts.ToJsonString()));
    }

    [Fact]
    public void A_card_says_what_it_states()
    {
        var report = Read("README.md", """
            ---
            license: other
            license_name: llama3.1
            license_link: LICENSE
            language: [en, fr, no]
            base_model: meta-llama/Llama-3.1-8B
            datasets:
            - HuggingFaceFW/fineweb
            pipeline_tag: text-generation
            library_name: transformers
            ---
            # Model
            ```
            # a comment
            ```
            ## Training data
            """);
        Assert.Equal("model-card", report.Format);
        Assert.Equal("other", report.Facts[FactNames.Licence]!.GetValue<string>());
        Assert.Equal("LicenseRef-Llama-3.1", report.Facts[FactNames.LicenceId]!.GetValue<string>());
        Assert.Equal("""["en","fr","no"]""", report.Facts[FactNames.Languages]!.ToJsonString());
        Assert.Equal("meta-llama/Llama-3.1-8B", report.Facts[FactNames.BaseModel]!.GetValue<string>());
        Assert.Equal("""["Model","Training data"]""", report.Facts[FactNames.Headings]!.ToJsonString());
        Assert.Equal("dataset-card", Read("README.md", "---\ndataset_info:\n  features: []\n---\n").Format);
        Assert.Equal(Verdict.Safe, Read("README.md", "---\na: [\n---\n# Broken facts are noted\n").Verdict);
    }

    [Theory]
    [InlineData("a: !!python/object/apply:os.system ['true']", "repository.yaml-object")]
    [InlineData("a: !<tag:yaml.org,2002:python/name:os.system> ''", "repository.yaml-object")]
    [InlineData("model:\n  _target_: subprocess.Popen\n", "repository.unsafe-import")]
    [InlineData("chat_template: \"{{ x.__class__ }}\"", "template.unsafe-name")]
    [InlineData("--- 1\n--- !!python/object/new:os.system [x]\n", "repository.yaml-object")]
    [InlineData("a: [", "repository.yaml")]
    [InlineData("a: &a [1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*e,*e,*e,*e,*e,*e,*e,*e]", "repository.yaml")]
    public void Settings_that_run_programs_are_found(string yaml, string rule) => Assert.Equal([rule], Read("config.yaml", yaml).Findings.Select(finding => finding.Rule.Id));

    [Fact]
    public void Ordinary_settings_are_safe() => Assert.Empty(Read("config.yaml", "a: !!python/tuple [1, 2]\nb: {_target_: torch.optim.Adam}\n").Findings);

    [Fact]
    public void A_citation_names_the_work()
    {
        var facts = Read("CITATION.cff", "cff-version: 1.2.0\ntitle: A model\nlicense: Apache-2.0\ndoi: 10.5281/zenodo.1\nauthors:\n- {family-names: Doe, given-names: Jo}\n- {name: A lab}\n").Facts;
        Assert.Equal("""{"name":"A model","licence":"Apache-2.0","doi":"10.5281/zenodo.1","licenceId":"Apache-2.0","author":"Jo Doe; A lab"}""", facts.ToJsonString());
    }

    [Theory]
    [InlineData("Apache License\n   Version 2.0,  January 2004\n", "Apache-2.0")]
    [InlineData("GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\n … the GNU Affero General Public License …", "GPL-3.0-only")]
    [InlineData("LLAMA 3.1 COMMUNITY LICENSE AGREEMENT", "LicenseRef-Llama-3.1")]
    [InlineData("Creative Commons Attribution-NonCommercial 4.0 International Public License", "CC-BY-NC-4.0")]
    [InlineData("Redistribution and use in source and binary forms … Redistributions in binary form must reproduce … to endorse or promote products", "BSD-3-Clause")]
    public void The_text_of_a_licence_is_known_by_its_words(string text, string id) => Assert.Equal(id, Read("LICENSE", text).Facts[FactNames.LicenceId]!.GetValue<string>());

    [Theory]
    [InlineData("train.py", "import torch\n", "python", "repository.code")]
    [InlineData("modeling_y.py", "import torch\n", "python", "repository.code-file")]
    [InlineData("run", "#!/bin/sh\ntrue\n", "script", "repository.code")]
    [InlineData("book.ipynb", "{\"cells\":[]}", "notebook", "repository.code")]
    [InlineData("libx.so", "\u007FELF\u0002\u0001\u0001", "elf", "repository.executable")]
    [InlineData("m.wasm", "\0asm\u0001\0\0\0", "wasm", "repository.executable")]
    [InlineData("model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "lfs-pointer", "repository.pointer")]
    [InlineData("a.svg", "<svg><script/></svg>", "svg", "repository.active-image")]
    public void Programs_are_said_to_be_programs(string name, string text, string format, string rule)
    {
        var report = Read(name, text);
        Assert.Equal((format, rule), (report.Format, Assert.Single(report.Findings).Rule.Id));
    }

    [Theory]
    [InlineData("vocab.txt", "a\nb\n", "text")]
    [InlineData("merges.txt", "Ġ t\né €\n", "text")]
    [InlineData("__init__.py", "", "empty")]
    [InlineData("requirements.txt", "torch==2.4 # newest\ngit+https://example.org/x\n", "requirements")]
    [InlineData("notes", "plain words", "text")]
    public void Text_is_safe(string name, string text, string format)
    {
        var report = Read(name, text);
        Assert.Equal((format, Verdict.Safe), (report.Format, report.Verdict));
    }

    [Fact]
    public void Text_that_ends_as_something_else_is_not_examined()
    {
        var report = Cases.Examine("notes.txt", Encoding.Latin1.GetBytes(new string('é', 0) + new string('a', 200_000) + "\u0000\u0001"))[0];
        Assert.Equal((RepositoryRules.NotText, 200_000L), (report.Findings[0].Rule, report.Findings[0].Offset));
        Assert.Equal(Verdict.Safe, Cases.Examine("notes.txt", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("aé€😀", 100_000))))[0].Verdict); // characters across the borders of blocks
    }

    [Fact]
    public void Mutated_files_are_read_or_refused()
    {
        (string, string)[] files =
        [
            ("config.json", """{"architectures":["X"],"auto_map":{"AutoModel":"a/b--c.D"},"x":[NaN,{"y":"\ud83d\ude00"}],"chat_template":[{"name":"a","template":"{{ x }}"}]}"""),
            ("model.safetensors.index.json", """{"metadata":{"total_size":12},"weight_map":{"a":"1","b":"../2"}}"""),
            ("README.md", "---\nlicense: mit\nlanguage: [en]\nbase: &a [1]\nother: *a\n---\n# Title\n```\n# code\n```\n"),
            ("config.yaml", "a: &x {b: [1, 2], c: 'd'}\ne: *x\nf: !!python/tuple [1]\n--- \nsecond: |\n  text\n"),
            ("CITATION.cff", "title: A\nauthors:\n- {family-names: Doe}\n"),
            ("LICENSE", "Apache License Version 2.0, January 2004"),
            ("tokenizer.model", "\u000a\u000e\u000a\u0005<unk>\u0015\0\0\0\0\u0018\u0002\u000a\u000c\u000a\u0003<s>\u0015\0\0\0\0\u0018\u0003"),
        ];
        Mutations.Survive([.. files.Select(file => (file.Item1, Encoding.UTF8.GetBytes(file.Item2)))], 10_000, seed: 20_261_124);
    }

    private static FileReport Read(string name, string text) => Cases.Examine(name, Encoding.UTF8.GetBytes(text))[0];
}
