using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records;

/// <summary>Reads JSON of any length token by token: only one token is ever in memory, and every string is checked to be UTF-8.</summary>
internal ref struct JsonTokens
{
    /// <summary>The longest token, in bytes.</summary>
    public const int LongestToken = 16 << 20;

    private readonly Content _content;
    private readonly Budget _budget;
    private readonly Rule _broken;
    private readonly long _end;
    private byte[] _buffer;
    private int _filled;
    private long _base;
    private Utf8JsonReader _reader;

    /// <param name="content">What holds the JSON.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="depth">How deep it may nest.</param>
    /// <param name="budget">What reading may cost.</param>
    /// <param name="broken">The rule that broken JSON breaks; its argument is <c>reason</c>.</param>
    public JsonTokens(Content content, long start, long length, int depth, Budget budget, Rule broken)
    {
        (_content, _budget, _broken, _base, _end) = (content, budget, broken, start, start + length);
        _buffer = new byte[(int)Math.Min(Math.Max(length, 1), 32 << 10)];
        _filled = Fill(0);
        _reader = new Utf8JsonReader(_buffer.AsSpan(0, _filled), _base + _filled == _end, new JsonReaderState(new() { MaxDepth = depth }));
    }

    public readonly JsonTokenType Type => _reader.TokenType;

    public readonly int Depth => _reader.CurrentDepth;

    /// <summary>Where the token begins in the content.</summary>
    public readonly long Offset => _base + _reader.TokenStartIndex;

    /// <summary>Goes to the next token.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="MalformedException">It is not JSON.</exception>
    public bool Read()
    {
        _budget.Tick();
        try
        {
            while (!_reader.Read())
            {
                if (_reader.IsFinalBlock) return false;
                Refill();
            }
        }
        catch (JsonException broken)
        {
            throw new MalformedException(_broken, _base + _reader.BytesConsumed, ("reason", Reason(broken)));
        }
        if (_reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !Utf8.IsValid(_reader.ValueSpan))
            throw new MalformedException(_broken, Offset, ("reason", "UTF-8"));
        return true;
    }

    /// <summary>Goes over the value that begins with this token.</summary>
    public void Skip()
    {
        if (Type == JsonTokenType.PropertyName) Read();
        if (Type is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        var depth = Depth;
        while (Read() && Depth > depth) { }
    }

    /// <summary>The string or name at this token.</summary>
    public readonly string Text()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new MalformedException(_broken, Offset, ("reason", "UTF-16")); // half of a surrogate pair, escaped
        }
    }

    /// <summary>The number at this token as a count; false when it is none.</summary>
    public readonly bool TryGetCount(out long count)
    {
        count = 0;
        return Type == JsonTokenType.Number && _reader.ValueSpan[0] != '-' && _reader.TryGetInt64(out count);
    }

    private void Refill()
    {
        var consumed = (int)_reader.BytesConsumed;
        var kept = _filled - consumed;
        if (kept == _buffer.Length)
        {
            if (kept >= LongestToken) throw new BudgetException(BudgetException.Memory);
            Array.Resize(ref _buffer, (int)Math.Min((long)kept * 2, LongestToken));
        }
        else _buffer.AsSpan(consumed, kept).CopyTo(_buffer);
        var state = _reader.CurrentState;
        _base += consumed;
        _filled = Fill(kept);
        _reader = new Utf8JsonReader(_buffer.AsSpan(0, _filled), _base + _filled == _end, state);
    }

    private readonly int Fill(int kept)
    {
        var wanted = (int)Math.Min(_buffer.Length - kept, _end - _base - kept);
        if (_content.ReadFull(_base + kept, _buffer.AsSpan(kept, wanted)) < wanted) throw new MalformedException(_broken, _base + kept, ("reason", "length"));
        return kept + wanted;
    }

    /// <summary>What a library says against broken JSON, without the place, which we say ourselves.</summary>
    public static string Reason(JsonException broken)
    {
        var message = broken.Message;
        var place = message.IndexOf(" LineNumber:", StringComparison.Ordinal); // the offset says it better
        return place < 0 ? message : message[..place];
    }
}
