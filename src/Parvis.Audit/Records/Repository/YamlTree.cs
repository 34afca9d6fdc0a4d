using System.Buffers;
using System.Text.Json;
using Parvis.Audit.Sources;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Parvis.Audit.Records.Repository;

/// <summary>Reads a YAML document as the JSON it means, all scalars as texts; names the tags by which Python builds objects from it.</summary>
/// <remarks>Aliases are written out, and counted, so that a small file cannot become a large one.</remarks>
internal static class YamlTree
{
    private const int MostNodes = 200_000;
    private const int Deepest = 100;

    /// <summary>Characters of a document, at most.</summary>
    public const int Longest = 4 << 20;

    /// <exception cref="YamlException">It is not YAML, or becomes too large.</exception>
    public static JsonElement Parse(string text, Budget budget, Action<string, long> tag)
    {
        try
        {
            var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
            var bytes = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true, MaxDepth = Deepest + 1 })) new Composer(parser, writer, budget, tag).Document();
            return JsonElement.Parse(bytes.WrittenSpan, new() { MaxDepth = Deepest + 1 });
        }
        catch (Exception broken) when (broken is ArgumentException or InvalidOperationException or IndexOutOfRangeException or FormatException or OverflowException or JsonException or KeyNotFoundException)
        {
            throw new YamlException(Mark.Empty, Mark.Empty, broken.Message, broken); // the library throws these for some texts instead of its own
        }
    }

    private sealed class Composer(Parser parser, Utf8JsonWriter writer, Budget budget, Action<string, long> tag)
    {
        private readonly Dictionary<string, Node> _anchors = new(StringComparer.Ordinal);
        private int _nodes;

        public void Document()
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                writer.WriteNullValue();
                return;
            }
            Write(Read(0), 0);
            while (parser.MoveNext())
            {
                // Further documents only count for their tags.
                budget.Tick();
                if (parser.Current is NodeEvent { Tag.IsEmpty: false } node) tag(node.Tag.Value, node.Start.Index);
            }
        }

        private Node Read(int depth)
        {
            budget.Tick();
            if (depth > Deepest || ++_nodes > MostNodes) throw new YamlException("It is too large or too deep.");
            var start = parser.Consume<ParsingEvent>();
            if (start is AnchorAlias alias) return _anchors.GetValueOrDefault(alias.Value.Value) ?? throw new YamlException("An alias names nothing before it.");
            var node = new Node();
            if (start is NodeEvent { Tag.IsEmpty: false } tagged) tag(tagged.Tag.Value, tagged.Start.Index);
            switch (start)
            {
                case Scalar scalar:
                    node.Text = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" ? null : scalar.Value;
                    break;
                case SequenceStart:
                    node.Elements = [];
                    while (!parser.TryConsume<SequenceEnd>(out _)) node.Elements.Add(Read(depth + 1));
                    break;
                case MappingStart:
                    node.Members = [];
                    while (!parser.TryConsume<MappingEnd>(out _)) node.Members.Add((Read(depth + 1).Text ?? "", Read(depth + 1)));
                    break;
                default: throw new YamlException("It is not a value.");
            }
            if (start is NodeEvent { Anchor.IsEmpty: false } anchored) _anchors[anchored.Anchor.Value] = node;
            return node;
        }

        private void Write(Node node, int depth)
        {
            budget.Tick();
            if (depth > Deepest || ++_nodes > MostNodes * 2 || writer.BytesCommitted + writer.BytesPending > Longest * 4) throw new YamlException("Its aliases make it too large.");
            if (node.Elements is { } elements)
            {
                writer.WriteStartArray();
                foreach (var element in elements) Write(element, depth + 1);
                writer.WriteEndArray();
            }
            else if (node.Members is { } members)
            {
                writer.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    writer.WritePropertyName(name);
                    Write(value, depth + 1);
                }
                writer.WriteEndObject();
            }
            else writer.WriteStringValue(node.Text);
        }
    }

    private sealed class Node
    {
        public string? Text { get; set; }

        public List<Node>? Elements { get; set; }

        public List<(string Name, Node Value)>? Members { get; set; }
    }
}
