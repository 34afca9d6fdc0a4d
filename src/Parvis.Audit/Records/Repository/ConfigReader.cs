using System.Globalization;
using System.Text.Json;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Repository;

/// <summary>JSON files beside a model: configurations by what is in them, whatever they are called; any other JSON is only checked to be JSON.</summary>
internal sealed class ConfigReader : IFormatReader
{
    /// <summary>Bytes of a configuration that is read as a whole; the largest published ones are tokenizers with added tokens, of about 2 MB.</summary>
    private const int LargestTree = 4 << 20;

    private const int Deepest = 256;

    public string Format => "json";

    public bool Recognises(Content content) =>
        content.Extension is ".json" or ".ipynb" or ".geojson" or ".jsonld" or ".webmanifest" && First(content.Head) is (byte)'{' or (byte)'[';

    public void Read(Content content, Examination examination)
    {
        var start = content.Head.StartsWith("\uFEFF"u8) ? 3 : 0;
        if (content.Length - start > examination.Budget.Limits.Structure)
        {
            ReadThrough(content, start, examination);
            return;
        }
        var bytes = new byte[content.Length - start];
        if (content.ReadFull(start, bytes) < bytes.Length) throw new MalformedException(RepositoryRules.Json, content.Length, ("reason", "length"));
        WithoutPython(bytes);
        var values = Check(bytes, start, examination);
        if (values != 1)
        {
            examination.Report.Format = "jsonl";
            examination.Facts[FactNames.Rows] = values;
            return;
        }
        if (content.Extension == ".ipynb")
        {
            examination.Report.Format = "notebook";
            examination.Find(RepositoryRules.Code, null, ("name", content.Name));
        }
        if (bytes.Length > LargestTree) return;
        using var document = JsonDocument.Parse(bytes, new() { MaxDepth = Deepest });
        ConfigFacts.Write(document.RootElement, content.Name, examination);
        ConfigChecks.Run(document.RootElement, examination);
    }

    private static byte First(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        var at = head.IndexOfAnyExcept(" \t\r\n"u8);
        return at < 0 ? (byte)0 : head[at];
    }

    /// <returns>How many values there are, one after the other.</returns>
    private static long Check(byte[] bytes, int start, Examination examination)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Deepest, AllowMultipleValues = true });
        var values = 0L;
        var large = bytes.Length > LargestTree;
        try
        {
            while (reader.Read())
            {
                examination.Budget.Tick();
                if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray)) values++;
                if (large && reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && (reader.ValueTextEquals("chat_template"u8) || reader.ValueTextEquals("auto_map"u8)))
                    examination.Find(RepositoryRules.TooLarge, start + reader.TokenStartIndex, ("name", reader.ValueTextEquals("auto_map"u8) ? "auto_map" : "chat_template"));
            }
        }
        catch (JsonException broken)
        {
            throw new MalformedException(RepositoryRules.Json, start + reader.BytesConsumed, ("reason", JsonTokens.Reason(broken)));
        }
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) throw new MalformedException(RepositoryRules.Json, start, ("reason", "UTF-8"));
        return values;
    }

    /// <summary>A file too large for memory is checked token by token.</summary>
    private static void ReadThrough(Content content, int start, Examination examination)
    {
        var tokens = new JsonTokens(content, start, content.Length - start, Deepest, examination.Budget, RepositoryRules.Json);
        while (tokens.Read()) { }
    }

    /// <summary>
    /// Python writes and reads what JSON has not: <c>NaN</c> and <c>Infinity</c>, and halves of surrogate pairs in texts.
    /// The numbers become zeros and the halves replacement characters, of the same length.
    /// </summary>
    private static void WithoutPython(Span<byte> bytes)
    {
        if (bytes.IndexOf("NaN"u8) < 0 && bytes.IndexOf("Infinity"u8) < 0 && bytes.IndexOf("\\ud"u8) < 0 && bytes.IndexOf("\\uD"u8) < 0) return;
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] == '"')
            {
                at = EndOfText(bytes, at + 1);
                continue;
            }
            var length = bytes[at..].StartsWith("NaN"u8) ? 3 : bytes[at..].StartsWith("Infinity"u8) ? 8 : bytes[at..].StartsWith("-Infinity"u8) ? 9 : 0;
            if (length == 0) continue;
            bytes[at] = (byte)'0';
            bytes[(at + 1)..(at + length)].Fill((byte)' ');
            at += length - 1;
        }
    }

    private static int EndOfText(Span<byte> bytes, int at)
    {
        for (; at < bytes.Length && bytes[at] != '"'; at++)
        {
            if (bytes[at] != '\\') continue;
            var unit = Unit(bytes, at);
            if (char.IsHighSurrogate(unit) && char.IsLowSurrogate(Unit(bytes, at + 6))) at += 11;
            else if (char.IsSurrogate(unit))
            {
                "FFFD"u8.CopyTo(bytes[(at + 2)..]);
                at += 5;
            }
            else at++;
        }
        return at;
    }

    /// <summary>The character of <c>\uXXXX</c>, or none.</summary>
    private static char Unit(ReadOnlySpan<byte> bytes, int at) =>
        at + 6 <= bytes.Length && bytes[at] == '\\' && bytes[at + 1] == 'u' && ushort.TryParse(bytes.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : '\0';
}
