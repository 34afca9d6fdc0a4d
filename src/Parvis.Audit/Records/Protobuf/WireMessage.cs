using System.Globalization;
using System.Text;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Protobuf;

/// <summary>How a field is written.</summary>
internal enum Wire { Varint = 0, Fixed64 = 1, Bytes = 2, Group = 3, EndGroup = 4, Fixed32 = 5 }

/// <summary>
/// Walks the fields of one message of a Protocol Buffers file without its schema. Byte strings are places, not copies: what is not asked for is never read.
/// Source: protobuf.dev/programming-guides/encoding.
/// </summary>
/// <param name="window">The file.</param>
/// <param name="budget">What walking may cost.</param>
/// <param name="start">Where the message begins.</param>
/// <param name="end">Where it ends.</param>
/// <param name="depth">Messages around it.</param>
internal struct WireMessage(Window window, Budget budget, long start, long end, int depth = 0)
{
    /// <summary>Messages in messages, at most: as the libraries of the format allow.</summary>
    public const int MostDepth = 100;

    private const int LongestText = 1 << 16;

    private long _next = start;

    /// <summary>The whole of a file as one message.</summary>
    public static WireMessage Of(Content content, Budget budget) => new(new Window(content), budget, 0, content.Length);

    /// <summary>Number of the field.</summary>
    public int Field { get; private set; }

    /// <summary>How it is written.</summary>
    public Wire Type { get; private set; }

    /// <summary>Its value, when it is a number.</summary>
    public ulong Value { get; private set; }

    /// <summary>Where its tag is.</summary>
    public long At { get; private set; }

    /// <summary>Where its bytes begin, when it has bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>How many bytes it has, when it has bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Its value as a signed number.</summary>
    public readonly long Signed => unchecked((long)Value);

    /// <summary>Goes to the next field.</summary>
    /// <returns>False at the end of the message.</returns>
    /// <exception cref="MalformedException">The bytes are no message.</exception>
    public bool Next()
    {
        budget.Tick();
        if (_next >= end) return false;
        At = _next;
        Read();
        if (Type == Wire.Group) SkipGroup();
        else if (Type == Wire.EndGroup) throw new MalformedException(ProtobufRules.Group, At);
        return true;
    }

    /// <summary>The bytes of the field as a message in this one.</summary>
    public readonly WireMessage Inner() => depth < MostDepth
        ? new(window, budget, Offset, Offset + Length, depth + 1)
        : throw new MalformedException(ProtobufRules.Depth, At);

    /// <summary>The bytes of the field as text, at most the first 65,536.</summary>
    public readonly string Text() => Encoding.UTF8.GetString(Bytes(LongestText));

    /// <summary>The bytes of the field, at most the first <paramref name="most"/>.</summary>
    public readonly ReadOnlySpan<byte> Bytes(int most) => Length <= 16
        ? window.Span(Offset, (int)Length)
        : window.Bytes(Offset, (int)Math.Min(Length, most));

    /// <summary>The numbers of a repeated field, whether each is written for itself or all are packed.</summary>
    public readonly void Varints(List<long> into, int most, Rule tooMany)
    {
        if (Type == Wire.Varint) { Add(Signed, into, most, tooMany); return; }
        var at = Offset;
        while (at < Offset + Length)
        {
            budget.Tick();
            Add(unchecked((long)Varint(window, ref at, Offset + Length)), into, most, tooMany);
        }
    }

    private readonly void Add(long value, List<long> into, int most, Rule tooMany)
    {
        if (into.Count == most) throw new MalformedException(tooMany, At);
        into.Add(value);
    }

    private void Read()
    {
        var tag = Varint(window, ref _next, end);
        Field = tag >> 3 is > 0 and < 1 << 29 and var field ? (int)field : throw new MalformedException(ProtobufRules.Tag, At);
        Type = (Wire)(tag & 7);
        switch (Type)
        {
            case Wire.Varint:
                Value = Varint(window, ref _next, end);
                break;
            case Wire.Fixed64:
                Value = _next + 8 <= end && window.U64(_next) is { } wide ? wide : throw new MalformedException(ProtobufRules.Cut, At);
                _next += 8;
                break;
            case Wire.Fixed32:
                Value = _next + 4 <= end && window.U32(_next) is { } narrow ? narrow : throw new MalformedException(ProtobufRules.Cut, At);
                _next += 4;
                break;
            case Wire.Bytes:
                var length = Varint(window, ref _next, end);
                if (length > (ulong)(end - _next))
                    throw new MalformedException(ProtobufRules.Length, At, ("length", length.ToString(CultureInfo.InvariantCulture)), ("left", (end - _next).ToString(CultureInfo.InvariantCulture)));
                Offset = _next;
                Length = (long)length;
                _next += Length;
                break;
            case Wire.Group or Wire.EndGroup:
                break;
            default:
                throw new MalformedException(ProtobufRules.Tag, At);
        }
    }

    /// <summary>Groups are of the first version of the format; no format read here has them, so they are passed over.</summary>
    private void SkipGroup()
    {
        var at = At;
        var open = new Stack<int>([Field]);
        while (open.Count > 0)
        {
            budget.Tick();
            if (_next >= end) throw new MalformedException(ProtobufRules.Group, at);
            Read();
            if (Type == Wire.Group)
            {
                if (open.Count + depth >= MostDepth) throw new MalformedException(ProtobufRules.Depth, at);
                open.Push(Field);
            }
            else if (Type == Wire.EndGroup && open.Pop() != Field) throw new MalformedException(ProtobufRules.Group, at);
        }
        Type = Wire.Group;
    }

    private static ulong Varint(Window window, ref long at, long end)
    {
        var from = at;
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = at < end ? window.Byte(at) : -1;
            if (part < 0) throw new MalformedException(ProtobufRules.Cut, from);
            at++;
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
        throw new MalformedException(ProtobufRules.Cut, from);
    }
}
