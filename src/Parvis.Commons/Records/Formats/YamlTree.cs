using System.Buffers;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Parvis.Commons.Records.Formats;

/// <summary>Reads one YAML document (1.1 and 1.2) as the JSON tree it means.</summary>
/// <remarks>
/// Scalars stay text, except an empty, <c>~</c> or <c>null</c> plain one: <c>no</c> is Norwegian before it is false, and <c>1.10</c> is a version.
/// Aliases are written out within <see cref="Limits.YamlNodes"/>.
/// </remarks>
internal static class YamlTree
{
    /// <exception cref="MalformedTextException">It breaks YAML or goes beyond <see cref="Limits"/>.</exception>
    public static JsonElement Parse(string text, int firstLine = 1)
    {
        var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        try
        {
            return ToJson(new Composer(parser, firstLine).Compose());
        }
        catch (YamlException broken)
        {
            throw new MalformedTextException("yaml.syntax", Sentence(broken.Message), (int)broken.Start.Line + firstLine - 1, at: null);
        }
        catch (Exception broken) when (broken is ArgumentException or InvalidOperationException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // The scanner throws these for some byte sequences instead of its own exception.
            throw new MalformedTextException("yaml.syntax", broken.Message, LineOf(parser, firstLine), at: null);
        }
    }

    private static int? LineOf(Parser parser, int firstLine) => parser.Current is { } last ? (int)last.Start.Line + firstLine - 1 : null;

    private static string Sentence(string message) => message.ReplaceLineEndings(" ");

    private static JsonElement ToJson(Node root)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true, MaxDepth = Limits.Depth + 1 }))
        {
            new Expansion(writer, bytes).Write(root, depth: 1);
        }
        using var document = JsonDocument.Parse(bytes.WrittenMemory, new JsonDocumentOptions { MaxDepth = Limits.Depth + 1 });
        return document.RootElement.Clone();
    }

    private abstract class Node(int line)
    {
        public int Line => line;
    }

    private sealed class Leaf(string? value, int line) : Node(line)
    {
        public string? Value => value;
    }

    private sealed class Sequence(int line) : Node(line)
    {
        public List<Node> Elements { get; } = [];
    }

    private sealed class Mapping(int line) : Node(line)
    {
        public List<(string Name, Node Value)> Members { get; } = [];
    }

    /// <summary>Events to nodes; an alias becomes the node it names, not a copy.</summary>
    private sealed class Composer(Parser parser, int firstLine)
    {
        private readonly Dictionary<string, Node> _anchors = new(StringComparer.Ordinal);
        private int _nodes;

        public Node Compose()
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) return new Leaf(value: null, firstLine);
            return Take(depth: 1);
        }

        private Node Take(int depth)
        {
            var start = parser.Consume<ParsingEvent>();
            var line = (int)start.Start.Line + firstLine - 1;
            if (depth > Limits.Depth) throw new MalformedTextException("yaml.depth", $"nested deeper than {Limits.Depth}", line, at: null);
            if (++_nodes > Limits.YamlNodes) throw new MalformedTextException("size", $"more than {Limits.YamlNodes} nodes", line, at: null);
            return start switch
            {
                AnchorAlias alias => Named(alias.Value.Value, line),
                Scalar scalar => Anchored(scalar, new Leaf(ValueOf(scalar), line)),
                SequenceStart sequence => Elements(Anchored(sequence, new Sequence(line)), depth),
                MappingStart mapping => Members(Anchored(mapping, new Mapping(line)), depth),
                var other => throw new MalformedTextException("yaml.syntax", $"unexpected {other.GetType().Name}", line, at: null),
            };
        }

        private Node Named(string anchor, int line) =>
            _anchors.GetValueOrDefault(anchor) ?? throw new MalformedTextException("yaml.alias", $"*{anchor} names nothing before it", line, at: null);

        private T Anchored<T>(NodeEvent start, T node)
            where T : Node
        {
            if (!start.Anchor.IsEmpty) _anchors[start.Anchor.Value] = node;
            return node;
        }

        private Sequence Elements(Sequence sequence, int depth)
        {
            while (!parser.TryConsume<SequenceEnd>(out _)) sequence.Elements.Add(Take(depth + 1));
            return sequence;
        }

        private Mapping Members(Mapping mapping, int depth)
        {
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = Take(depth + 1);
                var value = Take(depth + 1);
                if (key is not Leaf leaf) throw new MalformedTextException("yaml.key", "a key that is not text", key.Line, at: null);
                mapping.Members.Add((leaf.Value ?? "", value));
            }
            return mapping;
        }

        private static string? ValueOf(Scalar scalar) =>
            scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL" ? null : scalar.Value;
    }

    /// <summary>Nodes to JSON; here aliases multiply, so here they are counted.</summary>
    private sealed class Expansion(Utf8JsonWriter writer, ArrayBufferWriter<byte> bytes)
    {
        private int _nodes;

        public void Write(Node node, int depth)
        {
            if (depth > Limits.Depth) throw new MalformedTextException("yaml.depth", $"nested deeper than {Limits.Depth}", node.Line, at: null);
            if (++_nodes > Limits.YamlNodes || bytes.WrittenCount + writer.BytesPending > Limits.RecordBytes)
            {
                throw new MalformedTextException("yaml.aliases", "aliases make the document too large", node.Line, at: null);
            }
            switch (node)
            {
                case Leaf leaf: writer.WriteStringValue(leaf.Value); break;
                case Sequence sequence: WriteElements(sequence, depth); break;
                case Mapping mapping: WriteMembers(mapping, depth); break;
            }
        }

        private void WriteElements(Sequence sequence, int depth)
        {
            writer.WriteStartArray();
            foreach (var element in sequence.Elements) Write(element, depth + 1);
            writer.WriteEndArray();
        }

        private void WriteMembers(Mapping mapping, int depth)
        {
            writer.WriteStartObject();
            foreach (var (name, value) in mapping.Members)
            {
                writer.WritePropertyName(name);
                Write(value, depth + 1);
            }
            writer.WriteEndObject();
        }
    }
}
