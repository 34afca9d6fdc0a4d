using Parvis.Audit.Records.Protobuf;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Onnx;

/// <summary>ONNX models: a <c>ModelProto</c> of onnx.proto.</summary>
internal sealed class OnnxReader : IFormatReader
{
    public string Format => "onnx";

    public bool Recognises(Content content) => content.Extension == ".onnx" || LooksLikeModel(content.Head, content.Length);

    public void Read(Content content, Examination examination) => new OnnxModel(content, examination).Read();

    /// <summary>A model under another name: the version, then the known fields of a model in order of their numbers, among them a graph.</summary>
    private static bool LooksLikeModel(ReadOnlySpan<byte> head, long length)
    {
        if (head is not [0x08, > 0 and < 0x40, ..]) return false;
        var at = 2;
        while (at + 2 < head.Length)
        {
            var tag = head[at++];
            if (tag == 0x28) // model_version
            {
                while (at < head.Length && head[at++] >= 0x80) { }
                continue;
            }
            ulong size = 0;
            for (var shift = 0; at < head.Length && shift < 63; shift += 7)
            {
                size |= (ulong)(head[at] & 0x7F) << shift;
                if (head[at++] < 0x80) break;
            }
            if (size > (ulong)(length - at)) return false;
            switch (tag)
            {
                case 0x12 or 0x1A or 0x22 or 0x32: // producer_name, producer_version, domain, doc_string
                    if (at + (int)Math.Min(size, 64) is var until && until > head.Length) return false;
                    foreach (var letter in head[at..until])
                        if (letter is < 0x20 and not ((byte)'\n' or (byte)'\r' or (byte)'\t')) return false;
                    break;
                case 0x42 or 0x72: // opset_import, metadata_props
                    break;
                case 0x3A: // graph, whose first field is a node or its name
                    return size > 2 && at < head.Length && head[at] is 0x0A or 0x12;
                default:
                    return false;
            }
            if (size > (ulong)head.Length) return false;
            at += (int)size;
        }
        return false;
    }
}
