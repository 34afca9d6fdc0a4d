using Parvis.Audit.Records.Protobuf;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.SavedModel;

/// <summary>TensorFlow's <c>saved_model.pb</c>: a <c>SavedModel</c> of saved_model.proto, whatever its name.</summary>
internal sealed class SavedModelReader : IFormatReader
{
    public string Format => "tf-savedmodel";

    /// <summary>By its name, or by its version followed by a meta graph that begins with its description or its graph.</summary>
    public bool Recognises(Content content) =>
        content.Name == "saved_model.pb" || (content.Extension == ".pb" && content.Head is [0x08, 0x01, 0x12, ..]);

    public void Read(Content content, Examination examination)
    {
        var graph = new TensorFlowGraph(examination);
        var found = false;
        var model = WireMessage.Of(content, examination.Budget);
        try
        {
            while (model.Next())
                switch (model.Field, model.Type)
                {
                    case (1, Wire.Varint): examination.Facts[FactNames.FormatVersion] = model.Value.ToString(System.Globalization.CultureInfo.InvariantCulture); break;
                    case (2, Wire.Bytes): found = true; graph.MetaGraph(model.Inner()); break;
                    default: break;
                }
        }
        finally { graph.Judge(); }
        if (!found) throw new MalformedException(SavedModelRules.NoGraph, 0);
        graph.Report();
    }
}

/// <summary>TensorFlow's graphs by themselves: a frozen <c>GraphDef</c> (<c>.pb</c>), or the <c>MetaGraphDef</c> of a checkpoint (<c>.meta</c>).</summary>
internal sealed class GraphReader : IFormatReader
{
    public string Format => "tf-graph";

    public bool Recognises(Content content) =>
        (content.Extension == ".meta" && content.Head is [0x0A, ..]) || (content.Extension == ".pb" && LooksLikeGraph(content.Head));

    public void Read(Content content, Examination examination)
    {
        var graph = new TensorFlowGraph(examination);
        var message = WireMessage.Of(content, examination.Budget);
        try
        {
            if (content.Extension == ".meta") graph.MetaGraph(message);
            else graph.Graph(message);
        }
        finally { graph.Judge(); }
        graph.Report();
    }

    /// <summary>A first node that begins with its name and its operator, or a library of functions.</summary>
    private static bool LooksLikeGraph(ReadOnlySpan<byte> head)
    {
        if (head.Length < 6 || head[0] is not (0x0A or 0x12)) return false;
        var at = 1;
        while (at < head.Length && head[at++] >= 0x80) { }
        return at + 2 < head.Length && head[at] == 0x0A && at + 2 + head[at + 1] is var op && op < head.Length && head[op] is 0x12 or 0x0A or 0x1A;
    }
}
