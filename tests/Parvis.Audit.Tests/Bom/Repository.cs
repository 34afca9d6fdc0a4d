using System.Buffers.Binary;
using System.Text;
using Parvis.Audit.Indicators;
using Parvis.Audit.Records;

namespace Parvis.Audit.Tests.Bom;

/// <summary>A small model in a folder: a card, a configuration, a citation and six numbers.</summary>
internal sealed class Repository : IDisposable
{
    private readonly Folder _folder = new();

    public Repository()
    {
        Write("README.md", Card);
        Write("config.json", """{"architectures":["BloomForCausalLM"],"model_type":"bloom","hidden_size":8,"n_layer":2}""");
        Write("CITATION.cff", "title: Petit\nauthors:\n- name: Awa Diop\nversion: 1.2.0\ndate-released: '2026-03-01'\ndoi: 10.1234/petit\n");
        Write("requirements.txt", "numpy==2.1.0\ntorch>=2\n");
        var header = Encoding.ASCII.GetBytes("""{"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}""");
        var bytes = new byte[8 + header.Length + 24];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes, 8);
        _folder.Write("model.safetensors", bytes);
    }

    public const string Card = """
        ---
        license: apache-2.0
        language: [fr, wo]
        base_model: bigscience/bloom-560m
        datasets: [wikimedia/wikipedia]
        pipeline_tag: text-generation
        tags: ["arxiv:2401.04088"]
        model-index:
        - name: petit
          results:
          - dataset: {name: AfriQA}
            metrics: [{type: accuracy, value: 0.61}]
        ---
        # Petit
        ## Intended use
        ## Limitations
        ## Training
        """;

    public string Path => _folder.Path;

    public void Write(string name, string text) => _folder.Write(name, Encoding.UTF8.GetBytes(text));

    public AuditReport Audit() => Auditing.Run(Path, "petit", ReadingDepth.Of("standard"), _ => { }, Xunit.TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();
}
