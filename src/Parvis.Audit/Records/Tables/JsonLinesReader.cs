using System.Text.Json;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Tables;

/// <summary>Rows as JSON, one to a line. Source: jsonlines.org.</summary>
internal sealed class JsonLinesReader : IFormatReader
{
    public string Format => "jsonl";

    public bool Recognises(Content content) => content.Extension is ".jsonl" or ".ndjson";

    public void Read(Content content, Examination examination)
    {
        var rows = new JsonRows();
        var buffer = new byte[Math.Min(1 << 16, Math.Max(1, content.Length))];
        var (kept, at, line) = (0, content.Head is [0xEF, 0xBB, 0xBF, ..] ? 3L : 0L, 1L);
        while (true)
        {
            examination.Budget.Check();
            var read = content.ReadFull(at + kept, buffer.AsSpan(kept));
            var bytes = buffer.AsSpan(0, kept + read);
            var done = 0;
            while (bytes[done..].IndexOf((byte)'\n') is >= 0 and var end)
            {
                examination.Budget.Tick();
                Line(bytes.Slice(done, end), at + done, line++, rows, examination);
                done += end + 1;
            }
            if (read == 0)
            {
                Line(bytes[done..], at + done, line, rows, examination);
                break;
            }
            at += done;
            kept = bytes.Length - done;
            bytes[done..].CopyTo(buffer);
            if (kept < buffer.Length) continue;
            if (buffer.Length >= examination.Budget.Limits.Structure) throw new BudgetException(BudgetException.Memory);
            Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, Math.Min(content.Length + 1, examination.Budget.Limits.Structure)));
        }
        rows.Report(examination.Facts);
    }

    private static void Line(Span<byte> bytes, long at, long line, JsonRows rows, Examination examination)
    {
        if (bytes.TrimEnd((byte)'\r').Trim(" \t"u8).IsEmpty) return;
        new JsonNumbers().Mend(bytes);
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 256 });
            rows.Row();
            var key = "";
            while (reader.Read())
            {
                examination.Budget.Tick();
                if (reader.CurrentDepth != 1) continue;
                if (reader.TokenType == JsonTokenType.PropertyName) key = reader.GetString()!;
                else if (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject) && key.Length > 0) { rows.Take(key, reader.TokenType); key = ""; }
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException) // the second is of keys that are no text
        {
            throw new MalformedException(TableRules.JsonLine, at, ("line", $"{line}"));
        }
    }
}
