using System.Text.Json.Nodes;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Gguf;

/// <summary>The keys and values of a GGUF file; vocabularies are passed over, what describes the model is kept.</summary>
internal sealed class GgufValues(GgufCursor cursor, Budget budget)
{
    private const int LongestText = 4096;
    private const int LongestTemplate = 1 << 20;
    private const int MostElements = 256;
    private const int MostKept = 2000;
    private const long MostLetters = 4 << 20;
    private const int DeepestArray = 4;
    private const uint Text = 8, Array = 9;
    private const string Template = "tokenizer.chat_template";
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private long _letters;
    private long _templateLetters;

    /// <summary>Values that describe the model: numbers, truth values, short texts, short arrays of texts.</summary>
    public Dictionary<string, JsonNode?> Kept { get; } = new(StringComparer.Ordinal);

    /// <summary>Chat templates: name (nothing for the main one), text, where the text begins.</summary>
    public List<(string Name, string Text, long At)> Templates { get; } = [];

    /// <summary>The alignment that the file states, and where.</summary>
    public (long Value, long At)? Alignment { get; private set; }

    /// <summary>Reads the value of <paramref name="key"/>.</summary>
    public void Read(string key)
    {
        var at = cursor.Position;
        if (!_keys.Add(key)) throw new MalformedException(GgufRules.Key, at, ("key", key));
        var type = cursor.U32();
        if (key == "general.alignment")
        {
            if (type != 4) throw new MalformedException(GgufRules.Alignment, at, ("alignment", key));
            Alignment = (cursor.U32(), at);
        }
        else if (type == Text && (key == Template || key.StartsWith(Template + ".", StringComparison.Ordinal)))
        {
            var text = cursor.Text(LongestTemplate);
            if ((_templateLetters += text.Length) > MostLetters) throw new BudgetException(BudgetException.Memory);
            Templates.Add((key.Length > Template.Length ? key[(Template.Length + 1)..] : "", text, at + 4 + cursor.SizeBytes));
        }
        else
        {
            var value = Value(type, at);
            if (value is not null && Kept.Count < MostKept) Kept[key] = value;
        }
    }

    private JsonNode? Value(uint type, long at) => type switch
    {
        0 => cursor.U8(),
        1 => (sbyte)cursor.U8(),
        2 => cursor.U16(),
        3 => (short)cursor.U16(),
        4 => cursor.U32(),
        5 => (int)cursor.U32(),
        6 => Number(BitConverter.UInt32BitsToSingle(cursor.U32())),
        7 => cursor.U8() switch { 0 => false, 1 => true, var other => throw new MalformedException(GgufRules.Value, at, ("value", $"{other}")) },
        Text => Short(),
        Array => Elements(at),
        10 => cursor.U64(),
        11 => (long)cursor.U64(),
        12 => Number(BitConverter.UInt64BitsToDouble(cursor.U64())),
        _ => throw new MalformedException(GgufRules.Value, at, ("value", $"{type}")),
    };

    /// <summary>A text, cut; what all of them take in memory is bounded.</summary>
    private string Short()
    {
        var text = cursor.Text(_letters < MostLetters ? LongestText : 0);
        _letters += text.Length;
        return text;
    }

    private static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private JsonArray? Elements(long at)
    {
        var type = cursor.U32();
        if (type is Text or Array)
        {
            var count = cursor.Count(type == Text ? cursor.SizeBytes : 4 + cursor.SizeBytes);
            if (type == Array) { PassOver(type, count, 1, at); return null; }
            var kept = count <= MostElements ? new JsonArray() : null;
            for (var i = 0L; i < count; i++)
            {
                if (kept is null) cursor.Skip(cursor.Count(1));
                else kept.Add(Short());
            }
            return kept;
        }
        PassOver(type, cursor.Count(Bytes(type, at)), 1, at);
        return null;
    }

    private void PassOver(uint type, long count, int depth, long at)
    {
        if (type == Text)
        {
            for (var i = 0L; i < count; i++) cursor.Skip(cursor.Count(1));
        }
        else if (type == Array)
        {
            if (depth >= DeepestArray) throw new MalformedException(GgufRules.Nesting, cursor.Position, ("depth", $"{depth}"));
            for (var i = 0L; i < count; i++)
            {
                budget.Tick();
                var inner = cursor.U32();
                PassOver(inner, cursor.Count(inner == Text ? cursor.SizeBytes : inner == Array ? 4 + cursor.SizeBytes : Bytes(inner, at)), depth + 1, at);
            }
        }
        else cursor.Skip(checked(count * Bytes(type, at)));
    }

    private static int Bytes(uint type, long at) => type switch
    {
        0 or 1 or 7 => 1,
        2 or 3 => 2,
        4 or 5 or 6 => 4,
        10 or 11 or 12 => 8,
        _ => throw new MalformedException(GgufRules.Value, at, ("value", $"{type}")),
    };
}
