using System.Text.Json;
using System.Text.Json.Nodes;

namespace Parvis.Audit.Records.Tables;

/// <summary>Rows that are JSON objects: their keys, the types of their values, how many are null.</summary>
internal sealed class JsonRows
{
    private const int MostColumns = 10_000;

    private readonly Dictionary<string, (SortedSet<string> Types, long Nulls, long Seen)> _columns = [];

    /// <summary>Rows.</summary>
    public long Count { get; private set; }

    /// <summary>Begins a row.</summary>
    public void Row() => Count++;

    /// <summary>Takes a value of the row, of which the reader has the first token.</summary>
    public void Take(string key, JsonTokenType value)
    {
        if (!_columns.TryGetValue(key, out var column))
        {
            if (_columns.Count == MostColumns) return;
            column = (new(StringComparer.Ordinal), 0, 0);
        }
        column.Seen++;
        if (value == JsonTokenType.Null) column.Nulls++;
        else column.Types.Add(value switch
        {
            JsonTokenType.Number => "number",
            JsonTokenType.String => "text",
            JsonTokenType.True or JsonTokenType.False => "boolean",
            JsonTokenType.StartArray => "array",
            _ => "object",
        });
        _columns[key] = column;
    }

    /// <summary>Puts the facts into the report; a key that a row does not have counts as null.</summary>
    public void Report(JsonObject facts)
    {
        facts[FactNames.Rows] = Count;
        facts[FactNames.Columns] = new JsonArray([.. _columns.Select(column => (JsonNode)new JsonObject
        {
            ["name"] = column.Key,
            ["type"] = column.Value.Types.Count == 0 ? "empty" : string.Join('|', column.Value.Types),
            ["nulls"] = column.Value.Nulls + Count - column.Value.Seen,
        })]);
    }
}

/// <summary>Makes the numbers that are not of JSON, but that Python writes (NaN, Infinity), into zeros, in place and of the same length.</summary>
internal struct JsonNumbers
{
    private bool _text, _escaped;
    private string? _rest;

    /// <summary>Works on the next bytes.</summary>
    public void Mend(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var letter = bytes[i];
            if (_text)
            {
                if (_escaped) _escaped = false;
                else if (letter == '\\') _escaped = true;
                else if (letter == '"') _text = false;
                continue;
            }
            if (_rest is { Length: > 0 } && letter == _rest[0])
            {
                bytes[i] = (byte)' ';
                _rest = _rest[1..];
                continue;
            }
            if (_rest is { Length: > 0 }) bytes[i] = letter = (byte)'!'; // half such a word is no number
            _rest = null;
            if (letter == '"') _text = true;
            else if (letter is (byte)'N' or (byte)'I')
            {
                bytes[i] = (byte)'0';
                _rest = letter == 'N' ? "aN" : "nfinity";
            }
        }
    }
}
