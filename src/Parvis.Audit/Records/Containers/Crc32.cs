using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Parvis.Audit.Records.Containers;

/// <summary>The checksum of zip and gzip, CRC-32 of ISO/IEC 3309: 64 bytes at a time where the processor multiplies without carry, otherwise eight.</summary>
/// <remarks>Folding: Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel, 2009; the constants are powers of x modulo the polynomial, bits reversed.</remarks>
internal static class Crc32
{
    private const int Lanes = 4, LaneBytes = 16;

    private static readonly Vector128<ulong> OverFourLanes = Vector128.Create(0x154442BD4UL, 0x1C6E41596UL), OverOneLane = Vector128.Create(0x1751997D0UL, 0x0CCAA009EUL);

    private static readonly uint[] Tables = Fill();

    /// <summary>The checksum of <paramref name="bytes"/> after what gave <paramref name="before"/>.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var crc = ~before;
        if (Pclmulqdq.IsSupported && bytes.Length >= Lanes * LaneBytes) crc = Folded(ref bytes, crc);
        return ~ByTables(bytes, crc);
    }

    /// <summary>Folds all whole steps of 64 bytes into 16 that leave the same remainder.</summary>
    private static uint Folded(ref ReadOnlySpan<byte> bytes, uint crc)
    {
        var lanes = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes[..(bytes.Length / (Lanes * LaneBytes) * Lanes * LaneBytes)]);
        bytes = bytes[(lanes.Length * LaneBytes)..];
        var (a, b, c, d) = (lanes[0] ^ Vector128.CreateScalar((ulong)crc), lanes[1], lanes[2], lanes[3]);
        for (var at = Lanes; at < lanes.Length; at += Lanes)
        {
            a = Fold(a, OverFourLanes) ^ lanes[at];
            b = Fold(b, OverFourLanes) ^ lanes[at + 1];
            c = Fold(c, OverFourLanes) ^ lanes[at + 2];
            d = Fold(d, OverFourLanes) ^ lanes[at + 3];
        }
        var last = Fold(Fold(Fold(a, OverOneLane) ^ b, OverOneLane) ^ c, OverOneLane) ^ d;
        return ByTables(MemoryMarshal.AsBytes(new ReadOnlySpan<Vector128<ulong>>(in last)), 0);
    }

    private static Vector128<ulong> Fold(Vector128<ulong> lane, Vector128<ulong> over) =>
        Pclmulqdq.CarrylessMultiply(lane, over, 0x00) ^ Pclmulqdq.CarrylessMultiply(lane, over, 0x11);

    private static uint ByTables(ReadOnlySpan<byte> bytes, uint crc)
    {
        var tables = Tables;
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = tables[0x700 + (low & 0xFF)] ^ tables[0x600 + ((low >> 8) & 0xFF)] ^ tables[0x500 + ((low >> 16) & 0xFF)] ^ tables[0x400 + (low >> 24)]
                ^ tables[0x300 + (high & 0xFF)] ^ tables[0x200 + ((high >> 8) & 0xFF)] ^ tables[0x100 + ((high >> 16) & 0xFF)] ^ tables[high >> 24];
            bytes = bytes[8..];
        }
        foreach (var value in bytes) crc = tables[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return crc;
    }

    private static uint[] Fill()
    {
        var tables = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
            tables[i] = value;
        }
        for (var i = 256; i < tables.Length; i++) tables[i] = (tables[i - 256] >> 8) ^ tables[tables[i - 256] & 0xFF];
        return tables;
    }
}
