using System.Buffers.Binary;

namespace Parvis.Audit.Records.Containers;

/// <summary>Undoes the filter of 7z for x86 programs (BCJ): targets of calls were made absolute before packing.</summary>
internal sealed class X86Decoding(Stream filtered) : Decoding
{
    private const int Instruction = 5;

    private readonly byte[] _buffer = new byte[1 << 14];
    private int _from, _done, _have;
    private uint _place, _last = unchecked(0u - Instruction), _mask;
    private bool _ended;

    public override int Read(Span<byte> buffer)
    {
        while (_from == _done && !_ended && buffer.Length > 0) Fill();
        var count = Math.Min(buffer.Length, _done - _from);
        _buffer.AsSpan(_from, count).CopyTo(buffer);
        _from += count;
        return count;
    }

    private void Fill()
    {
        _buffer.AsSpan(_done, _have - _done).CopyTo(_buffer);
        (_have, _from, _done) = (_have - _done, 0, 0);
        var read = filtered.Read(_buffer, _have, _buffer.Length - _have);
        _have += read;
        _ended = read == 0;
        _done = _ended ? _have : Undo(_buffer.AsSpan(0, _have));
        _place += (uint)_done;
    }

    /// <returns>How many bytes are final.</returns>
    private int Undo(Span<byte> bytes)
    {
        if (bytes.Length < Instruction) return 0;
        if (_place - _last > Instruction) _last = _place - Instruction;
        var at = 0;
        while (at <= bytes.Length - Instruction)
        {
            if (bytes[at] is not (0xE8 or 0xE9))
            {
                at++;
                continue;
            }
            var apart = _place + (uint)at - _last;
            _last = _place + (uint)at;
            if (apart > Instruction) _mask = 0;
            else
                for (; apart > 0; apart--) _mask = (_mask & 0x77) << 1;
            var top = bytes[at + 4];
            var before = _mask >> 1;
            if (IsTop(top) && before is 0 or 1 or 2 or 4)
            {
                var source = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 1)..]);
                uint target;
                for (; ; )
                {
                    target = source - (_place + (uint)at + Instruction);
                    if (_mask == 0) break;
                    var bit = before switch { 0 => 0, 1 => 1, 2 or 3 => 2, _ => 3 };
                    if (!IsTop((byte)(target >> (24 - bit * 8)))) break;
                    source = target ^ ((1u << (32 - bit * 8)) - 1);
                }
                target = (target & 0x00FF_FFFF) | ((target >> 24 & 1) == 0 ? 0 : 0xFF00_0000);
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[(at + 1)..], target);
                at += Instruction;
                _mask = 0;
            }
            else
            {
                at++;
                _mask |= IsTop(top) ? 0x11u : 1u;
            }
        }
        return at;
    }

    private static bool IsTop(byte value) => value is 0 or 0xFF;

    protected override void Dispose(bool disposing)
    {
        if (disposing) filtered.Dispose();
        base.Dispose(disposing);
    }
}
