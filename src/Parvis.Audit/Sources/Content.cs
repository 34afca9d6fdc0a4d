using Microsoft.Win32.SafeHandles;

namespace Parvis.Audit.Sources;

/// <summary>The bytes of one file, or of one member of a container, readable at any place. Nothing is ever written or executed.</summary>
/// <param name="path">Where it is: relative to what is audited, <c>/</c>-separated, members of containers as <c>outer!inner</c>.</param>
/// <param name="length">How many bytes.</param>
internal abstract class Content(string path, long length)
{
    /// <summary>How many first bytes <see cref="Head"/> has, at most.</summary>
    public const int HeadBytes = 4096;

    private byte[]? _head;

    /// <summary>Relative path, members of containers as <c>outer!inner</c>.</summary>
    public string Path { get; } = path;

    /// <summary>Bytes.</summary>
    public long Length { get; } = length;

    /// <summary>The last part of the path: <c>model.pkl</c> of <c>a/b.zip!c/model.pkl</c>.</summary>
    public string Name => Path[(Path.LastIndexOfAny(['/', '!']) + 1)..];

    /// <summary>The extension of <see cref="Name"/> in lower case with its dot, or nothing.</summary>
    public string Extension => System.IO.Path.GetExtension(Name).ToLowerInvariant();

    /// <summary>The first bytes, at most <see cref="HeadBytes"/>.</summary>
    public ReadOnlySpan<byte> Head
    {
        get
        {
            if (_head is null)
            {
                var head = new byte[Math.Min(HeadBytes, Length)];
                var read = ReadFull(0, head);
                _head = read == head.Length ? head : head[..read];
            }
            return _head;
        }
    }

    /// <summary>Reads at <paramref name="offset"/>; fewer bytes than asked only at the end, none past it.</summary>
    public abstract int Read(long offset, Span<byte> buffer);

    /// <summary>Reads until <paramref name="buffer"/> is full or the content ends.</summary>
    /// <returns>How many bytes were read.</returns>
    public int ReadFull(long offset, Span<byte> buffer)
    {
        var done = 0;
        while (done < buffer.Length)
        {
            var read = Read(offset + done, buffer[done..]);
            if (read == 0) break;
            done += read;
        }
        return done;
    }

    /// <summary>A stream over the bytes from <paramref name="offset"/>, <paramref name="length"/> of them or all that follow; it can seek, and cannot write.</summary>
    public Stream Open(long offset = 0, long? length = null) => new ContentStream(this, offset, Math.Min(length ?? long.MaxValue, Math.Max(0, Length - offset)));

    /// <summary>A part of this content as a content of its own, without copying: a stored member.</summary>
    public Content Slice(string member, long offset, long length) => new SliceContent($"{Path}!{member}", this, offset, Math.Max(0, Math.Min(length, Length - offset)));

    /// <summary>Going back costs as much as beginning anew: the bytes are unpacked while they are read.</summary>
    public virtual bool Sequential => false;

    /// <summary>The bytes as they are in memory, where they are; otherwise false.</summary>
    public virtual bool InMemory(out ReadOnlyMemory<byte> bytes) { bytes = default; return false; }

    /// <summary>The file at <paramref name="location"/>, relative to the folder of this content; null where there is none, or where this is no file of the system.</summary>
    public virtual Neighbour? Beside(string location) => null;
}

/// <summary>A file that another refers to.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Outside">Where it really is, when a symbolic link leads out of the folder; otherwise null.</param>
internal sealed record Neighbour(long Length, string? Outside)
{
    /// <summary>Whether it leads out of the folder to anything but a store of files by digest: the cache of the Hugging Face libraries links each file to <c>blobs/{digest}</c>.</summary>
    public bool LeadsAway => Outside is not null
        && !(Path.GetFileName(Path.GetDirectoryName(Outside)) == "blobs" && Path.GetFileName(Outside) is { Length: 40 or 64 } digest && digest.All(char.IsAsciiHexDigitLower));
}

/// <summary>A file of the system.</summary>
/// <param name="path">As in <see cref="Content"/>.</param>
/// <param name="file">The open file.</param>
/// <param name="length">Bytes.</param>
/// <param name="place">Its full path.</param>
internal sealed class FileContent(string path, SafeFileHandle file, long length, string place) : Content(path, length), IDisposable
{
    /// <summary>Opens <paramref name="file"/> to be read as <paramref name="path"/>.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static FileContent Open(string path, string file)
    {
        var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return new(path, handle, RandomAccess.GetLength(handle), System.IO.Path.GetFullPath(file));
    }

    /// <summary>Whether <see cref="Beside"/> was asked: what is found then depends on other files too.</summary>
    public bool LookedBeside { get; private set; }

    public override Neighbour? Beside(string location)
    {
        LookedBeside = true;
        try
        {
            var folder = System.IO.Path.GetDirectoryName(place)!;
            FileSystemInfo? at = null;
            string? outside = null;
            var walked = folder;
            foreach (var part in location.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                walked = System.IO.Path.Combine(walked, part);
                at = Directory.Exists(walked) ? new DirectoryInfo(walked) : new FileInfo(walked);
                if (at.ResolveLinkTarget(returnFinalTarget: true)?.FullName is { } target && !target.StartsWith(folder + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)) outside ??= target;
            }
            return at is FileInfo { Exists: true } found
                ? new(found.ResolveLinkTarget(returnFinalTarget: true) is FileInfo real ? real.Length : found.Length, outside)
                : outside is null ? null : new(0, outside);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null; // a name the system cannot have, or a place that may not be seen
        }
    }

    public override int Read(long offset, Span<byte> buffer) => offset >= Length ? 0 : RandomAccess.Read(file, buffer[..(int)Math.Min(buffer.Length, Length - offset)], offset);

    public void Dispose() => file.Dispose();
}

/// <summary>Bytes in memory: a small member of a container, or a small file.</summary>
/// <param name="path">As in <see cref="Content"/>.</param>
/// <param name="bytes">All of them.</param>
/// <param name="file">The file that they were read from, or null.</param>
internal sealed class MemoryContent(string path, ReadOnlyMemory<byte> bytes, FileContent? file = null) : Content(path, bytes.Length)
{
    public override Neighbour? Beside(string location) => file?.Beside(location);

    public override int Read(long offset, Span<byte> buffer)
    {
        if (offset >= Length) return 0;
        var part = bytes.Span[(int)offset..];
        if (part.Length > buffer.Length) part = part[..buffer.Length];
        part.CopyTo(buffer);
        return part.Length;
    }

    public override bool InMemory(out ReadOnlyMemory<byte> all) { all = bytes; return true; }
}

/// <summary>A part of another content.</summary>
internal sealed class SliceContent(string path, Content whole, long start, long length) : Content(path, length)
{
    public override int Read(long offset, Span<byte> buffer) =>
        offset >= Length ? 0 : whole.Read(start + offset, buffer[..(int)Math.Min(buffer.Length, Length - offset)]);

    public override bool Sequential => whole.Sequential;

    public override bool InMemory(out ReadOnlyMemory<byte> bytes)
    {
        if (!whole.InMemory(out var all)) { bytes = default; return false; }
        bytes = all.Slice((int)start, (int)Length);
        return true;
    }
}

/// <summary>A member too large for memory that is unpacked while it is read; going back unpacks it again, at the cost of the budget.</summary>
/// <param name="path">As in <see cref="Content"/>.</param>
/// <param name="length">Bytes unpacked.</param>
/// <param name="unpack">Starts to unpack from the beginning.</param>
internal sealed class UnpackedContent(string path, long length, Func<Stream> unpack) : Content(path, length), IDisposable
{
    private readonly byte[] _skipped = new byte[81_920];
    private Stream? _stream;
    private long _position;

    public override bool Sequential => true;

    public override int Read(long offset, Span<byte> buffer)
    {
        if (offset >= Length) return 0;
        if (_stream is null || offset < _position)
        {
            _stream?.Dispose();
            _stream = unpack();
            _position = 0;
        }
        while (_position < offset)
        {
            var skipped = _stream.Read(_skipped, 0, (int)Math.Min(_skipped.Length, offset - _position));
            if (skipped == 0) return 0;
            _position += skipped;
        }
        var read = _stream.Read(buffer[..(int)Math.Min(buffer.Length, Length - offset)]);
        _position += read;
        return read;
    }

    public void Dispose() => _stream?.Dispose();
}
