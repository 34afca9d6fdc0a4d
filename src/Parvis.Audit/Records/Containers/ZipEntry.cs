namespace Parvis.Audit.Records.Containers;

/// <summary>A member of a zip, as its central directory says (PKWARE APPNOTE 6.3, 4.3.12).</summary>
internal sealed record ZipEntry
{
    /// <summary>Its name, with <c>/</c> between folders.</summary>
    public required string Name { get; init; }

    /// <summary>The name's bytes.</summary>
    public required ReadOnlyMemory<byte> RawName { get; init; }

    /// <summary>0 is stored, 8 deflated.</summary>
    public required int Method { get; init; }

    public required int Flags { get; init; }

    /// <summary>CRC-32 of the unpacked bytes.</summary>
    public required uint Crc { get; init; }

    /// <summary>Bytes in the zip.</summary>
    public required long Packed { get; init; }

    /// <summary>Bytes when unpacked.</summary>
    public required long Unpacked { get; init; }

    /// <summary>Where its local header begins in the content.</summary>
    public required long Header { get; init; }

    /// <summary>Where its packed bytes begin, or −1 when there is no local header.</summary>
    public long Start { get; set; } = -1;

    /// <summary>Type and rights as Unix has them; 0 when it was packed elsewhere.</summary>
    public int Mode { get; init; }

    /// <summary>Only its local header tells of it, not the central directory that programs read.</summary>
    public bool Hidden { get; init; }

    public bool IsFolder => Name.EndsWith('/') && Unpacked == 0;

    public bool IsLink => (Mode & 0xF000) == 0xA000;

    public bool SaysEncrypted => (Flags & 1) != 0;

    /// <summary>Its sizes follow its bytes instead of being in the local header.</summary>
    public bool HasDescriptor => (Flags & 8) != 0;
}
