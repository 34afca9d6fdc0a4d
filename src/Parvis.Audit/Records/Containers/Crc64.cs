namespace Parvis.Audit.Records.Containers;

/// <summary>The checksum of xz: CRC-64 of ECMA-182, reflected.</summary>
internal static class Crc64
{
    private static readonly ulong[] Table = Fill();

    /// <summary>The checksum of <paramref name="bytes"/> after what gave <paramref name="before"/>.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong before = 0)
    {
        var table = Table;
        var crc = ~before;
        foreach (var value in bytes) crc = table[(byte)crc ^ value] ^ (crc >> 8);
        return ~crc;
    }

    private static ulong[] Fill()
    {
        var table = new ulong[256];
        for (var i = 0u; i < 256; i++)
        {
            ulong value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : 0xC96C5795D7870F42 ^ (value >> 1);
            table[i] = value;
        }
        return table;
    }
}
