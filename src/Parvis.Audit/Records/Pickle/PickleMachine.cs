using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Pickle;

/// <summary>Where a pickle stands, which decides what is usual in it.</summary>
internal enum PicklePlace
{
    /// <summary>A file of its own.</summary>
    Alone,

    /// <summary>In an archive of PyTorch, whose persistent ids name storages.</summary>
    Torch,

    /// <summary>In an archive of TorchScript, which PyTorch reads without Python: its classes are those of the archive's own code.</summary>
    TorchScript,
}

/// <summary>
/// Python's pickle machine over abstract values: the stack, the memo and all 68 opcodes of protocols 0 to 5 as CPython's <c>pickletools.py</c> and <c>pickle.py</c> define them, so that the
/// imports and calls found are those that loading would reach. Nothing is made or executed.
/// </summary>
/// <remarks>One machine reads one content, which may hold several pickles one after the other; each begins with an empty stack and memo.</remarks>
internal sealed partial class PickleMachine : IDisposable
{
    private const int MostValues = 1 << 20;
    private const int MostContainers = 1 << 20;
    private const int MostKept = 512 << 10;
    private const int LongestName = 4096;
    private const int DeepestNesting = 1000;

    private readonly PickleBytes _bytes;
    private readonly bool _ownsBytes;
    private readonly Budget _budget;
    private readonly PickleFindings _findings;
    private readonly int _depth;
    private readonly Dictionary<(string, string), int> _importIndex = [];
    private readonly List<int> _marks = [];
    private Dictionary<long, PickleValue>? _farMemo;
    private PickleValue[] _stack;
    private PickleValue[] _memo;
    private PickleValue[] _kept;
    private double[] _weights;
    private int _height;
    private int _memoCount;
    private int _memoTop;
    private long _keptCount;
    private int _containers;
    private long _forgotten;
    private long _forgottenMarks;
    private long _opcode;
    private List<byte>? _names;

    public PickleMachine(Content content, Budget budget, PickleFindings findings, PicklePlace place = PicklePlace.Alone, int depth = 0)
        : this(new PickleBytes(content), budget, findings, place, depth) => _ownsBytes = true;

    private PickleMachine(PickleBytes bytes, Budget budget, PickleFindings findings, PicklePlace place, int depth)
    {
        _bytes = bytes;
        _budget = budget;
        _findings = findings;
        _depth = depth;
        Place = place;
        _stack = ArrayPool<PickleValue>.Shared.Rent(256);
        _memo = ArrayPool<PickleValue>.Shared.Rent(256);
        _kept = ArrayPool<PickleValue>.Shared.Rent(256);
        _weights = ArrayPool<double>.Shared.Rent(256);
        Array.Clear(_memo);
    }

    /// <summary>Where the pickle stands.</summary>
    public PicklePlace Place { get; set; }

    /// <summary>The next byte.</summary>
    public long Offset => _bytes.Offset;

    /// <summary>Highest protocol that a pickle said it has; 0 where none did.</summary>
    public int Protocol { get; private set; }

    /// <summary>All that was imported, in order.</summary>
    public List<PickleImport> Imports { get; } = [];

    /// <summary>Calls, of whatever.</summary>
    public int Calls { get; private set; }

    /// <summary>Dictionaries, sets and instances that were made: what is not plain values in lists and tuples.</summary>
    public int Structures { get; private set; }

    /// <summary>Opcodes that were read.</summary>
    public long Opcodes { get; private set; }

    /// <summary>Whether to read on past what Python only stops at when it imports: a loader of its own may not stop there.</summary>
    public bool GoesOn { get; set; }

    /// <summary>What is read.</summary>
    public Content Content => _bytes.Content;

    /// <summary>Where set, the texts that lists get are put into it.</summary>
    public List<string>? Collected { get; set; }

    /// <summary>Goes on with a pickle at another byte.</summary>
    public void Seek(long offset) => _bytes.Seek(offset);

    /// <summary>Runs one pickle from where the last one ended.</summary>
    /// <returns>What loading it would return.</returns>
    /// <exception cref="MalformedException">It breaks off; what was reached before is in the findings.</exception>
    /// <exception cref="BudgetException">It costs too much.</exception>
    public PickleValue Run()
    {
        Array.Clear(_memo, 0, Math.Min(_memoTop, _memo.Length));
        _farMemo = null;
        _height = _memoCount = _memoTop = 0;
        _forgotten = _forgottenMarks = 0;
        _marks.Clear();
        var bytes = _bytes;
        while (true)
        {
            _opcode = bytes.Offset;
            if (bytes.Position >= bytes.End && !bytes.More(1)) throw Broken("end");
            _budget.Tick();
            Opcodes++;
            switch ((char)bytes.Buffer[bytes.Position++])
            {
                case '\x80':
                    bytes.Need(1);
                    var protocol = bytes.Buffer[bytes.Position++];
                    if (protocol > 5) throw Broken("protocol");
                    Protocol = Math.Max(Protocol, protocol);
                    break;
                case '\x95': Frame(); break;
                case '.': return Pop();

                // Numbers and constants.
                case 'N': Push(PickleKind.None); break;
                case '\x88': Push(PickleKind.Bool, 0, 1); break;
                case '\x89': Push(PickleKind.Bool); break;
                case 'K': bytes.Need(1); Push(PickleKind.Int, 0, bytes.Buffer[bytes.Position++]); break;
                case 'M': bytes.Need(2); Push(PickleKind.Int, 0, BinaryPrimitives.ReadUInt16LittleEndian(bytes.Buffer.AsSpan(bytes.Position))); bytes.Position += 2; break;
                case 'J': Push(PickleKind.Int, 0, (int)UInt32()); break;
                case 'G': bytes.Need(8); Push(PickleKind.Number); bytes.Position += 8; break;
                case 'I': DecimalInt(); break;
                case 'L': DecimalLong(); break;
                case 'F': DecimalNumber(); break;
                case '\x8a': bytes.Need(1); LongInt(bytes.Buffer[bytes.Position++]); break;
                case '\x8b': LongInt((int)UInt32()); break;

                // Texts and bytes.
                case '\x8c': bytes.Need(1); Text(bytes.Buffer[bytes.Position++]); break;
                case 'X': Text(UInt32()); break;
                case '\x8d': Text(UInt64()); break;
                case 'V': TextLine(PickleSpelling.UnicodeEscape, 0); break;
                case 'S': TextLine(PickleSpelling.StringEscape, 1); break;
                case 'U': bytes.Need(1); Text(bytes.Buffer[bytes.Position++]); break;
                case 'T': Text(UInt32()); break;
                case 'C': bytes.Need(1); Bytes(bytes.Buffer[bytes.Position++]); break;
                case 'B': Bytes(UInt32()); break;
                case '\x8e': Bytes(UInt64()); break;
                case '\x96': Bytes(UInt64()); break;
                case '\x97':
                    _findings.FindOnce(PickleRules.OutOfBand, _opcode);
                    Push(PickleKind.Unknown);
                    break;
                case '\x98':
                    Peek();
                    break;

                // Containers.
                case ')': Push(PickleKind.Tuple, 0, _keptCount); break;
                case '\x85': Tuple(1); break;
                case '\x86': Tuple(2); break;
                case '\x87': Tuple(3); break;
                case 't': Tuple(PopMark()); break;
                case ']': Push(PickleKind.List, Container()); break;
                case 'l': ContainerOf(PickleKind.List, PopMark()); break;
                case 'a': AddItems(1, 1); break;
                case 'e': AddItems(PopMark(), 1); break;
                case '}': Structures++; Push(PickleKind.Dict, Container()); break;
                case 'd': Structures++; ContainerOf(PickleKind.Dict, PopMark()); break;
                case 's': AddItems(2, 2); break;
                case 'u': AddItems(PopMark(), 2); break;
                case '\x8f': Structures++; Push(PickleKind.Set, Container()); break;
                case '\x90': AddItems(PopMark(), 1); break;
                case '\x91': Structures++; ContainerOf(PickleKind.Set, PopMark()); break;

                // The stack and the memo.
                case '(': if (_marks.Count >= MostValues) ForgetMarks(); _marks.Add(_height); break;
                case '0': if (_marks.Count > 0 && _marks[^1] == _height) _marks.RemoveAt(_marks.Count - 1); else Pop(); break;
                case '1': _height -= PopMark(); break;
                case '2': Push(Peek()); break;
                case 'p': Put(DecimalKey()); break;
                case 'q': bytes.Need(1); Put(bytes.Buffer[bytes.Position++]); break;
                case 'r': Put(UInt32()); break;
                case '\x94': Put(_memoCount); break;
                case 'g': Push(Get(DecimalKey())); break;
                case 'h': bytes.Need(1); Push(Get(bytes.Buffer[bytes.Position++])); break;
                case 'j': Push(Get(UInt32())); break;

                // Imports and calls.
                case 'c': Global(); break;
                case '\x93': StackGlobal(); break;
                case 'i': Inst(); break;
                case 'o': Obj(); break;
                case 'R': { var args = Pop(); var callee = Pop(); Push(Call(callee, args, isConstructor: false)); break; }
                case '\x81': { var args = Pop(); var callee = Pop(); Push(Call(callee, args, isConstructor: true)); break; }
                case '\x92': { Pop(); var args = Pop(); var callee = Pop(); Push(Call(callee, args, isConstructor: true)); break; }
                case 'b': Build(); break;
                case '\x82': bytes.Need(1); ExtensionCode(bytes.Buffer[bytes.Position++]); break;
                case '\x83': bytes.Need(2); ExtensionCode(BinaryPrimitives.ReadUInt16LittleEndian(bytes.Buffer.AsSpan(bytes.Position))); bytes.Position += 2; break;
                case '\x84': ExtensionCode(UInt32()); break;
                case 'P': { var (at, length) = _bytes.Line(); Persistent(new(PickleKind.Text, (int)Math.Min(length, int.MaxValue), at)); break; }
                case 'Q': Persistent(Pop()); break;
                default: throw Broken("opcode");
            }
        }
    }

    /// <summary>Whether a value is the number PyTorch's old format begins with, 0x1950a86a20f9469cfc6c.</summary>
    public bool IsTorchMagic(in PickleValue value)
    {
        if (value.Kind != PickleKind.Number) return false;
        Span<byte> space = stackalloc byte[25];
        return value.B < 0
            ? Trimmed(_bytes.At(~value.B, Math.Min(25, value.A), space)).StartsWith("119547037146038801333356"u8)
            : value.A == 10 && _bytes.At(value.B, 10, space).SequenceEqual((ReadOnlySpan<byte>)[0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]);
    }

    /// <summary>The objects of a tuple, or none where they are no longer kept.</summary>
    public ReadOnlySpan<PickleValue> Objects(in PickleValue tuple)
    {
        if (tuple.Kind != PickleKind.Tuple || tuple.A == 0 || tuple.B < 0 || tuple.B + tuple.A > _keptCount || tuple.B < _keptCount - _kept.Length) return [];
        var start = (int)(tuple.B % _kept.Length);
        if (start + tuple.A <= _kept.Length) return _kept.AsSpan(start, tuple.A);
        var turned = new PickleValue[tuple.A];
        for (var i = 0; i < turned.Length; i++) turned[i] = _kept[(tuple.B + i) % _kept.Length];
        return turned;
    }

    /// <summary>The text of a value, its first characters where it is long; null where it is not a text.</summary>
    public string? TextOf(in PickleValue value, int most = LongestName)
    {
        if (value.Kind != PickleKind.Text) return null;
        var length = Math.Min(value.A, most);
        if (value.B < 0) return PickleTexts.Decode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_names).Slice((int)~value.B, length), (PickleSpelling)value.Form);
        Span<byte> space = stackalloc byte[LongestName];
        return PickleTexts.Decode(_bytes.At(value.B, length, space[..length]), (PickleSpelling)value.Form);
    }

    public void Dispose()
    {
        ArrayPool<PickleValue>.Shared.Return(_stack);
        ArrayPool<PickleValue>.Shared.Return(_memo);
        ArrayPool<PickleValue>.Shared.Return(_kept);
        ArrayPool<double>.Shared.Return(_weights);
        if (_ownsBytes) _bytes.Dispose();
    }

    private MalformedException Broken(string reason) => new(PickleRules.Broken, _opcode, ("reason", reason));

    // ---- bytes

    private uint UInt32()
    {
        _bytes.Need(4);
        var value = BinaryPrimitives.ReadUInt32LittleEndian(_bytes.Buffer.AsSpan(_bytes.Position));
        _bytes.Position += 4;
        return value;
    }

    private long UInt64()
    {
        _bytes.Need(8);
        var value = BinaryPrimitives.ReadInt64LittleEndian(_bytes.Buffer.AsSpan(_bytes.Position));
        _bytes.Position += 8;
        if (value < 0) throw new MalformedException(PickleRules.Length, _opcode, ("length", ((ulong)value).ToString(CultureInfo.InvariantCulture)));
        return value;
    }

    /// <summary>A frame only says how much to read ahead; one that is longer than the file is a lie that makes a reader allocate, but not every reader stops at it.</summary>
    private void Frame()
    {
        var length = UInt64();
        if (length <= _bytes.Length - _bytes.Offset) return;
        _findings.FindOnce(PickleRules.Length, _opcode, ("length", length.ToString(CultureInfo.InvariantCulture)));
    }

    private void LongInt(int length)
    {
        if (length < 0 || length > _bytes.Length - _bytes.Offset) throw new MalformedException(PickleRules.Length, _opcode, ("length", ((uint)length).ToString(CultureInfo.InvariantCulture)));
        if (length is > 0 and <= 8)
        {
            _bytes.Need(length);
            var value = new BigInteger(_bytes.Buffer.AsSpan(_bytes.Position, length));
            Push(PickleKind.Int, 0, (long)value);
        }
        else Push(PickleKind.Number, length, _bytes.Offset);
        _bytes.Skip(length);
    }

    private void Text(long length)
    {
        var at = _bytes.Offset;
        if (length > _bytes.Length - at) throw new MalformedException(PickleRules.Length, _opcode, ("length", length.ToString(CultureInfo.InvariantCulture)));
        if (length >= PickleNesting.ShortestText) Hidden(at, length, isText: true);
        _bytes.Skip(length);
        Push(PickleKind.Text, (int)Math.Min(length, int.MaxValue), at);
    }

    private void Bytes(long length)
    {
        var at = _bytes.Offset;
        if (length > _bytes.Length - at) throw new MalformedException(PickleRules.Length, _opcode, ("length", length.ToString(CultureInfo.InvariantCulture)));
        if (length >= PickleNesting.ShortestBytes) Hidden(at, length, isText: false);
        _bytes.Skip(length);
        Push(PickleKind.Bytes, (int)Math.Min(length, int.MaxValue), at);
    }

    private void TextLine(PickleSpelling spelling, int quotes)
    {
        var (at, length) = _bytes.Line();
        Span<byte> ends = stackalloc byte[2];
        if (quotes > 0)
        {
            var trailing = length > 0 && _bytes.At(at + length - 1, 1, ends)[0] == '\r' ? 1 : 0;
            length -= trailing;
            if (length < 2) throw Broken("string");
            var first = _bytes.At(at, 1, ends)[0];
            if (first is not ((byte)'\'' or (byte)'"') || _bytes.At(at + length - 1, 1, ends)[0] != first) throw Broken("string");
        }
        at += quotes;
        length -= 2 * quotes;
        var value = new PickleValue(PickleKind.Text, (int)Math.Min(length, int.MaxValue), at, (byte)spelling);
        if (length >= PickleNesting.ShortestText) HiddenInLine(value);
        Push(value);
    }

    private void DecimalInt()
    {
        var (at, length) = _bytes.Line();
        Span<byte> space = stackalloc byte[32];
        if (length > 32) { RequireDigits(at, length, 0); Push(PickleKind.Number); return; }
        var digits = Trimmed(_bytes.At(at, (int)length, space));
        if (digits.SequenceEqual("00"u8)) Push(PickleKind.Bool);
        else if (digits.SequenceEqual("01"u8)) Push(PickleKind.Bool, 0, 1);
        else if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) Push(PickleKind.Int, 0, value);
        else { RequireDigits(at, length, 0); Push(PickleKind.Number); }
    }

    private void DecimalLong()
    {
        var (at, length) = _bytes.Line();
        Span<byte> space = stackalloc byte[32];
        if (length <= 32)
        {
            var digits = Trimmed(_bytes.At(at, (int)length, space));
            if (digits.EndsWith("L"u8)) digits = digits[..^1];
            if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) { Push(PickleKind.Int, 0, value); return; }
        }
        RequireDigits(at, length, 1);
        Push(PickleKind.Number, (int)Math.Min(length, int.MaxValue), ~at);
    }

    /// <summary>A long number in decimals may take Python minutes to read; it must at least be one.</summary>
    private void RequireDigits(long at, long length, int suffix)
    {
        var shown = (int)Math.Min(length, 1024);
        Span<byte> space = stackalloc byte[1024];
        var digits = Trimmed(_bytes.At(at, shown, space));
        if (suffix > 0 && shown == length && digits.EndsWith("L"u8)) digits = digits[..^1];
        if (digits.StartsWith("-"u8) || digits.StartsWith("+"u8)) digits = digits[1..];
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) throw Broken("number");
    }

    private void DecimalNumber()
    {
        var (at, length) = _bytes.Line();
        if (length > 400) throw Broken("number");
        Span<byte> space = stackalloc byte[400];
        var digits = Trimmed(_bytes.At(at, (int)length, space));
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && !digits.SequenceEqual("inf"u8) && !digits.SequenceEqual("-inf"u8) && !digits.SequenceEqual("nan"u8) && !digits.SequenceEqual("-nan"u8)) throw Broken("number");
        Push(PickleKind.Number);
    }

    private long DecimalKey()
    {
        var (at, length) = _bytes.Line();
        if (length > 20) throw Broken("memo");
        Span<byte> space = stackalloc byte[20];
        return long.TryParse(Trimmed(_bytes.At(at, (int)length, space)), NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : throw Broken("memo");
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8);

    // ---- stack and memo

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Push(PickleKind kind, int a = 0, long b = 0) => Push(new PickleValue(kind, a, b));

    private void Push(in PickleValue value)
    {
        if (_height == _stack.Length)
        {
            if (_height >= MostValues) ForgetValues();
            else Grow(ref _stack, _height);
        }
        _stack[_height++] = value;
    }

    /// <summary>Drops the lower half of a stack that no honest pickle has: what is hidden behind so many values is still read.</summary>
    private void ForgetValues()
    {
        _findings.FindOnce(PickleRules.Expansion, _opcode, ("objects", (_forgotten + _height).ToString(CultureInfo.InvariantCulture)));
        var half = _height / 2;
        Array.Copy(_stack, half, _stack, 0, _height - half);
        _height -= half;
        _forgotten += half;
        for (var i = 0; i < _marks.Count; i++) _marks[i] = Math.Max(0, _marks[i] - half);
    }

    private void ForgetMarks()
    {
        _findings.FindOnce(PickleRules.Expansion, _opcode, ("objects", _marks.Count.ToString(CultureInfo.InvariantCulture)));
        _forgottenMarks += _marks.Count / 2;
        _marks.RemoveRange(0, _marks.Count / 2);
    }

    /// <summary>Gives back, unknown, a value that was forgotten, when all above it are gone.</summary>
    private void Remember()
    {
        if (_height > 0 || _forgotten == 0) return;
        _forgotten--;
        _stack[_height++] = new(PickleKind.Unknown);
    }

    private PickleValue Pop()
    {
        Remember();
        if (_height == 0 || _marks.Count > 0 && _marks[^1] >= _height) throw Broken("stack");
        return _stack[--_height];
    }

    private ref PickleValue Peek()
    {
        Remember();
        if (_height == 0 || _marks.Count > 0 && _marks[^1] >= _height) throw Broken("stack");
        return ref _stack[_height - 1];
    }

    /// <summary>Takes the last mark.</summary>
    /// <returns>How many values were above it.</returns>
    private int PopMark()
    {
        if (_marks.Count == 0) return _forgottenMarks-- > 0 ? _height : throw Broken("mark");
        var mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return _height - mark;
    }

    private static void Grow<T>(ref T[] array, int used)
    {
        if (array.Length >= MostValues) throw new BudgetException(BudgetException.Memory);
        var larger = ArrayPool<T>.Shared.Rent(array.Length * 2);
        Array.Copy(array, larger, used);
        Array.Clear(larger, used, larger.Length - used);
        ArrayPool<T>.Shared.Return(array);
        array = larger;
    }

    private void Put(long key)
    {
        ref var top = ref Peek();
        if (_bytes.Windowed && top.Kind == PickleKind.Text && top.B >= 0 && top.A is > 0 and <= 100) KeepName(ref top);
        _memoCount++;
        if (key > _bytes.Offset + MostContainers) _findings.FindOnce(PickleRules.Expansion, _opcode, ("objects", key.ToString(CultureInfo.InvariantCulture)));
        if (key >= MostValues || key > _memo.Length * 4L + 1024)
        {
            _farMemo ??= [];
            if (_farMemo.Count < 100_000) _farMemo[key] = top;
            return;
        }
        while (key >= _memo.Length) Grow(ref _memo, _memo.Length);
        _memo[key] = top;
        if (key >= _memoTop) _memoTop = (int)key + 1;
    }

    private PickleValue Get(long key)
    {
        if (key < _memoTop && _memo[key].Kind != PickleKind.Missing) return _memo[key];
        if (_farMemo is null) throw Broken("memo");
        if (_farMemo.TryGetValue(key, out var far)) return far;
        return _farMemo.Count >= 100_000 ? new(PickleKind.Unknown) : throw Broken("memo");
    }

    /// <summary>Keeps a short text that may later be the name of an import, since the window moves on.</summary>
    private void KeepName(ref PickleValue text)
    {
        _names ??= [];
        if (_names.Count > 4 << 20) return;
        Span<byte> space = stackalloc byte[100];
        var at = _names.Count;
        foreach (var one in _bytes.At(text.B, text.A, space)) _names.Add(one);
        if (_names.Count - at == text.A) text.B = ~(long)at;
    }

    // ---- containers

    private int Container()
    {
        if (_containers >= MostContainers - 1) return 0;
        if (++_containers == _weights.Length) Grow(ref _weights, _containers);
        _weights[_containers] = 1;
        return _containers;
    }

    private double WeightOf(in PickleValue value) => value.Kind switch
    {
        PickleKind.Tuple => Math.Pow(2, value.Form / 4.0),
        PickleKind.List or PickleKind.Dict or PickleKind.Set => _weights[value.A],
        PickleKind.Made => _weights[value.B],
        _ => 1,
    };

    private void Tuple(int count)
    {
        if (count > _height || _marks.Count > 0 && _marks[^1] > _height - count) throw Broken("stack");
        var objects = _stack.AsSpan(_height - count, count);
        var value = new PickleValue(PickleKind.Tuple, count, count <= 64 ? Keep(objects) : -1);
        var depth = 0;
        double weight = 1;
        foreach (ref readonly var one in objects)
        {
            if (one.Depth > depth) depth = one.Depth;
            weight += one.Kind >= PickleKind.Tuple ? WeightOf(one) : 1;
        }
        value.Depth = Deeper(depth);
        if (weight > 2) value.Form = (byte)Math.Min(255, Math.Round(Math.Log2(weight) * 4));
        Weigh(weight);
        _height -= count;
        Push(value);
    }

    private ushort Deeper(int depth)
    {
        if (depth == DeepestNesting) _findings.FindOnce(PickleRules.Nesting, _opcode, ("depth", (depth + 1).ToString(CultureInfo.InvariantCulture)));
        return (ushort)Math.Min(depth + 1, ushort.MaxValue);
    }

    private void Weigh(double weight)
    {
        if (weight > 1e6 && weight > 10_000.0 * (_bytes.Offset + 1)) _findings.FindOnce(PickleRules.Expansion, _opcode, ("objects", weight.ToString("0.0e0", CultureInfo.InvariantCulture)));
    }

    private long Keep(ReadOnlySpan<PickleValue> objects)
    {
        while (_keptCount + objects.Length > _kept.Length && _kept.Length < MostKept) Grow(ref _kept, _kept.Length);
        var at = _keptCount;
        foreach (ref readonly var one in objects) _kept[_keptCount++ % _kept.Length] = one;
        return at;
    }

    private void ContainerOf(PickleKind kind, int count)
    {
        var value = new PickleValue(kind, Container());
        Fill(ref value, _stack.AsSpan(_height - count, count), kind == PickleKind.Dict ? 2 : 1);
        _height -= count;
        Push(value);
    }

    private void AddItems(int count, int each)
    {
        if (count > _height || _marks.Count > 0 && _marks[^1] > _height - count) throw Broken("stack");
        if (count % each != 0) throw Broken("pairs");
        var objects = _stack.AsSpan(_height - count, count);
        _height -= count;
        ref var container = ref Peek();
        if (container.Kind == PickleKind.Global) Overwritten(container);
        if (each == 2 && _height > 1 && _arrayWrapper >= 0) WrapperState(_stack[_height - 2], objects);
        Fill(ref container, objects, each);
    }

    private void Fill(ref PickleValue container, ReadOnlySpan<PickleValue> objects, int each)
    {
        var depth = 0;
        double weight = 0;
        for (var i = 0; i < objects.Length; i++)
        {
            ref readonly var one = ref objects[i];
            if (one.Kind < PickleKind.Tuple) { weight++; continue; }
            if (one.Depth > depth) depth = one.Depth;
            weight += WeightOf(one);
            if (_hasTensors) Link(container, each == 2 ? objects[i & ~1] : new(PickleKind.Int, 0, i), one, isKey: each == 2 && (i & 1) == 0);
        }
        if (depth >= container.Depth) container.Depth = Deeper(depth);
        var index = container.Kind == PickleKind.Made ? (int)container.B : container.IsContainer ? container.A : 0;
        if (Collected is not null && container.Kind == PickleKind.List && Collected.Count < MostTensors)
            foreach (ref readonly var one in objects)
                if (TextOf(one) is { } text) Collected.Add(text);
        if (index > 0) { _weights[index] += weight; Weigh(_weights[index]); }
    }
}
