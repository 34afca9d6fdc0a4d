using System.Text.Json.Nodes;
using Parvis.Audit.Records.FlatBuffers;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Tables;

/// <summary>Apache Arrow tables as a file, with a list of its parts at the end. Source: arrow docs/source/format/Columnar.rst and File.fbs.</summary>
/// <param name="byEnd">Whether a file is known by its last bytes alone, as Arrow's own programs have it. That is a weak mark, to be asked for last.</param>
internal sealed class ArrowFileReader(bool byEnd) : IFormatReader
{
    private const int BlockBytes = 24, MostByEnd = 16 << 20;

    public string Format => "arrow-file";

    public bool Recognises(Content content) => byEnd
        ? content.Length is >= 12 and <= MostByEnd && new Window(content).Bytes(content.Length - 6, 6).AsSpan().SequenceEqual("ARROW1"u8)
        : content.Head.StartsWith("ARROW1"u8) || content.Extension is ".arrow_file";

    public void Read(Content content, Examination examination)
    {
        var window = new Window(content);
        if (!content.Head.StartsWith("ARROW1\0\0"u8) || content.Length < 24 || !window.Bytes(content.Length - 6, 6).AsSpan().SequenceEqual("ARROW1"u8)) throw new MalformedException(TableRules.ArrowMark, 0);
        var length = unchecked((int)window.U32(content.Length - 10)!.Value);
        var end = content.Length - 10;
        if (length < 8 || length > end - 8) throw new MalformedException(TableRules.ArrowMessage, end);
        var footer = new FlatBuffer(window, end - length, end, examination.Budget).Root();
        if (footer.Table(1) is not { } schema) throw new MalformedException(TableRules.ArrowSchema, footer.At);
        var table = new ArrowTable(window, examination, footer.I16(0));
        table.Schema(schema);
        foreach (var (field, header) in new[] { (2, ArrowMessage.DictionaryBatch), (3, ArrowMessage.RecordBatch) })
        {
            var blocks = footer.Vector(field, BlockBytes);
            for (var i = 0L; i < blocks.Count; i++)
            {
                var (at, metadata, body) = (blocks.I64(i), blocks.I32(i, 8), blocks.I64(i, 16));
                if (at < 8 || metadata < 8 || body < 0 || at > end - length || metadata > end - length - at || body > end - length - at - metadata) throw new MalformedException(TableRules.ArrowMessage, blocks.Place(i));
                if (ArrowMessage.Read(window, at, at + metadata, examination) is not { } message || message.Header != header || message.Body > body) throw new MalformedException(TableRules.ArrowMessage, at);
                table.Batch(message, at + metadata);
            }
        }
        table.Report();
    }
}

/// <summary>Apache Arrow tables as a stream of messages.</summary>
internal sealed class ArrowStreamReader : IFormatReader
{
    public string Format => "arrow-stream";

    /// <summary>By the mark of a message, or, as older programs wrote it, by a length before what is a message.</summary>
    public bool Recognises(Content content)
    {
        var head = content.Head;
        if (head.Length < 16) return content.Extension is ".arrows";
        var start = head is [0xFF, 0xFF, 0xFF, 0xFF, ..] ? 4 : 0;
        var length = BitConverter.ToUInt32(head[start..]);
        if (start == 4) return length < content.Length || content.Extension is ".arrows" or ".stream";
        return content.Extension is ".arrows" || (length is > 16 and < 1 << 24 && length % 8 == 0 && length < content.Length && LooksLikeSchema(head[4..]));
    }

    public void Read(Content content, Examination examination)
    {
        var window = new Window(content);
        ArrowTable? table = null;
        var at = 0L;
        while (at < content.Length)
        {
            examination.Budget.Check();
            if (ArrowMessage.Read(window, at, content.Length, examination) is not { } message) break;
            if (message.Body > content.Length - message.End) throw new MalformedException(TableRules.ArrowMessage, at);
            if (message.Header == ArrowMessage.SchemaHeader)
            {
                if (table is not null) throw new MalformedException(TableRules.ArrowMessage, at);
                table = new ArrowTable(window, examination, message.Version);
                table.Schema(message.Content);
            }
            else if (table is null) throw new MalformedException(TableRules.ArrowMessage, at);
            else if (message.Header is ArrowMessage.DictionaryBatch or ArrowMessage.RecordBatch) table.Batch(message, message.End);
            else throw new MalformedException(TableRules.ArrowMessage, at);
            at = message.End + message.Body;
        }
        if (table is null) throw new MalformedException(TableRules.ArrowMessage, 0);
        table.Report();
    }

    /// <summary>A root table whose first fields are a version and the kind of a schema.</summary>
    private static bool LooksLikeSchema(ReadOnlySpan<byte> bytes)
    {
        long root = BitConverter.ToUInt32(bytes);
        if (root < 4 || root + 16 > bytes.Length) return false;
        var fields = root - BitConverter.ToInt32(bytes[(int)root..]);
        if (fields < 4 || fields + 8 > bytes.Length) return false;
        var kind = BitConverter.ToUInt16(bytes[(int)(fields + 6)..]);
        return BitConverter.ToUInt16(bytes[(int)fields..]) is >= 8 and < 32 && kind is >= 4 and < 64 && root + kind < bytes.Length && bytes[(int)root + kind] == ArrowMessage.SchemaHeader;
    }
}

/// <summary>One message of Arrow: what it is, and how long the bytes after it are. Source: Message.fbs.</summary>
/// <param name="Header">Kind of message.</param>
/// <param name="Version">Version of the format, 4 for the fifth.</param>
/// <param name="Content">The message itself.</param>
/// <param name="Body">Bytes after it.</param>
/// <param name="End">Where it ends and the body begins.</param>
internal sealed record ArrowMessage(byte Header, short Version, FlatTable Content, long Body, long End)
{
    public const byte SchemaHeader = 1, DictionaryBatch = 2, RecordBatch = 3;

    /// <summary>Reads the message at <paramref name="at"/>.</summary>
    /// <returns>Null where the stream says it ends.</returns>
    public static ArrowMessage? Read(Window window, long at, long end, Examination examination)
    {
        var start = at + 4;
        var length = window.U32(at) ?? throw Broken(at);
        if (length == uint.MaxValue)
        {
            start += 4;
            length = window.U32(at + 4) ?? throw Broken(at);
        }
        if (length == 0) return null;
        if (length > int.MaxValue || length < 8 || start > end || length > end - start) throw Broken(at);
        var message = new FlatBuffer(window, start, start + length, examination.Budget).Root();
        var body = message.I64(3);
        if (body < 0 || message.I16(0) is < 0 or > 4 || message.Table(2) is not { } header) throw Broken(at);
        return new(message.U8(1), message.I16(0), header, body, start + length);
    }

    private static MalformedException Broken(long at) => new(TableRules.ArrowMessage, at);
}
