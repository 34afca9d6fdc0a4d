using System.Text.Json;
using Parvis.Audit.Records.Repository;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Tables;

/// <summary>JSON lists: checked as any JSON is, then measured as the rows of a table where they are objects.</summary>
internal sealed class JsonReader : IFormatReader
{
    public string Format => "json";

    public bool Recognises(Content content)
    {
        if (content.Extension is not ".json") return false;
        var head = content.Head.StartsWith("\uFEFF"u8) ? content.Head[3..] : content.Head;
        return head.TrimStart(" \t\r\n"u8) is [(byte)'[', ..];
    }

    public void Read(Content content, Examination examination)
    {
        new ConfigReader().Read(content, examination);
        if (Rows(content, examination) is { Count: > 0 } rows) rows.Report(examination.Facts);
    }

    /// <returns>The rows, or null where the list is followed by something else.</returns>
    private static JsonRows? Rows(Content content, Examination examination)
    {
        var rows = new JsonRows();
        var buffer = new byte[Math.Min(1 << 16, Math.Max(1, content.Length))];
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = 256 });
        var numbers = new JsonNumbers();
        var (kept, at, key, list) = (0, content.Head is [0xEF, 0xBB, 0xBF, ..] ? 3L : 0L, "", false);
        try
        {
            while (true)
            {
                examination.Budget.Check();
                var read = content.ReadFull(at + kept, buffer.AsSpan(kept));
                numbers.Mend(buffer.AsSpan(kept, read));
                var final = at + kept + read >= content.Length;
                var reader = new Utf8JsonReader(buffer.AsSpan(0, kept + read), final, state);
                while (reader.Read())
                {
                    examination.Budget.Tick();
                    if (reader.CurrentDepth == 0) list |= reader.TokenType == JsonTokenType.StartArray;
                    else if (!list) continue;
                    else if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.StartObject) rows.Row();
                    else if (reader.CurrentDepth == 2 && reader.TokenType == JsonTokenType.PropertyName) key = reader.GetString()!;
                    else if (reader.CurrentDepth == 2 && key.Length > 0) { rows.Take(key, reader.TokenType); key = ""; }
                }
                state = reader.CurrentState;
                var done = (int)reader.BytesConsumed;
                if (final) break;
                at += done;
                kept = kept + read - done;
                buffer.AsSpan(done, kept).CopyTo(buffer);
                if (kept < buffer.Length) continue;
                if (buffer.Length >= examination.Budget.Limits.Structure) throw new BudgetException(BudgetException.Memory);
                Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, examination.Budget.Limits.Structure));
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
        return rows;
    }
}
