using System.Buffers.Binary;
using Parvis.Audit.Sources;
using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;

namespace Parvis.Audit.Records.Containers;

/// <summary>bzip2, all its streams one after the other.</summary>
internal sealed class Bzip2Decoding(Content content, long start, long length) : Decoding
{
    private readonly ByteStream _packed = new(content, start, Math.Min(length, content.Length - start));
    private Stream? _bzip2;

    public static bool Recognises(Content content) =>
        content.Head is [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..]
        or [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, ..];

    public override int Read(Span<byte> buffer)
    {
        _bzip2 ??= BZip2Stream.Create(_packed, CompressionMode.Decompress, decompressConcatenated: true, leaveOpen: true, tolerateTruncatedStream: false);
        var read = _bzip2.Read(buffer);
        if (read == 0 && buffer.Length > 0) End = start + _packed.Position;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _bzip2?.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>LZ4 frames (LZ4 Frame Format 1.6.3); their checksums, of a kind nothing else here needs, are passed over.</summary>
internal sealed class Lz4Decoding(Content content) : Decoding
{
    private const int History = 1 << 16;

    private long _at;
    private byte[] _window = [];
    private int _from, _to;
    private bool _in, _blockChecksum, _checksum, _any;
    private int _largest;

    public static bool Recognises(Content content) => content.Head is [0x04, 0x22, 0x4D, 0x18, ..];

    public override int Read(Span<byte> buffer)
    {
        while (_from == _to && buffer.Length > 0)
            if (!NextBlock()) return 0;
        var count = Math.Min(buffer.Length, _to - _from);
        _window.AsSpan(_from, count).CopyTo(buffer);
        _from += count;
        return count;
    }

    private bool NextBlock()
    {
        if (!_in && !Header()) return false;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(Take(content, _at, 4));
        _at += 4;
        if (size == 0)
        {
            if (_checksum) _at += Take(content, _at, 4).Length;
            _in = false;
            return true;
        }
        var length = (int)(size & 0x7FFF_FFFF);
        if (length > _largest) throw new InvalidDataException("Block.");
        var block = Take(content, _at, length);
        _at += length + (_blockChecksum ? 4 : 0);
        var keep = Math.Min(_to, History); // matches may reach into the blocks before
        _window.AsSpan(_to - keep, keep).CopyTo(_window);
        _from = _to = keep;
        if (size >> 31 != 0) Append(block);
        else Unpack(block);
        return true;
    }

    private bool Header()
    {
        Span<byte> mark = stackalloc byte[7];
        var read = content.ReadFull(_at, mark);
        if (_any && (read < 7 || mark is not [0x04, 0x22, 0x4D, 0x18, ..]))
        {
            End = _at;
            return false;
        }
        if (read < 7 || mark[4] >> 6 != 1 || (mark[5] >> 4 & 7) < 4) throw new InvalidDataException("Head.");
        _blockChecksum = (mark[4] & 0x10) != 0;
        _checksum = (mark[4] & 4) != 0;
        _largest = 1 << (8 + 2 * (mark[5] >> 4 & 7));
        _at += 7 + ((mark[4] & 8) != 0 ? 8 : 0) + ((mark[4] & 1) != 0 ? 4 : 0);
        if (_window.Length < History + _largest) Array.Resize(ref _window, History + _largest);
        _in = _any = true;
        return true;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _window.Length - _to) throw new InvalidDataException("Block.");
        bytes.CopyTo(_window.AsSpan(_to));
        _to += bytes.Length;
    }

    private void Unpack(ReadOnlySpan<byte> block)
    {
        for (var at = 0; at < block.Length;)
        {
            var token = block[at++];
            var literals = Long(block, token >> 4, ref at);
            if (literals > block.Length - at) throw new InvalidDataException("Literals.");
            Append(block.Slice(at, literals));
            at += literals;
            if (at == block.Length) return;
            if (block.Length - at < 2) throw new InvalidDataException("Match.");
            var distance = block[at] | (block[at + 1] << 8);
            at += 2;
            var length = Long(block, token & 15, ref at) + 4;
            if (distance == 0 || distance > _to || length > _window.Length - _to) throw new InvalidDataException("Match.");
            for (; length > 0; length--, _to++) _window[_to] = _window[_to - distance];
        }
    }

    private static int Long(ReadOnlySpan<byte> block, int length, ref int at)
    {
        if (length < 15) return length;
        byte more;
        do
        {
            if (at >= block.Length) throw new InvalidDataException("Cut off.");
            more = block[at++];
            length += more;
        }
        while (more == 255);
        return length;
    }
}
