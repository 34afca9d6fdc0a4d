namespace Parvis.Audit.Sources;

/// <summary>Unpacks one block of Snappy. Source: google/snappy format_description.txt.</summary>
internal static class Snappy
{
    /// <summary>The most that one packed byte can become: a copy of 64 bytes takes three.</summary>
    private const int MostGrowth = 32;

    /// <summary>Unpacks <paramref name="packed"/>.</summary>
    /// <returns>The bytes, or null where it is no such block or is larger than <paramref name="most"/>.</returns>
    public static byte[]? Unpack(ReadOnlySpan<byte> packed, int most)
    {
        var at = 0;
        long length = 0;
        for (var shift = 0; ; shift += 7)
        {
            if (at >= packed.Length || shift > 28) return null;
            length |= (long)(packed[at] & 0x7F) << shift;
            if (packed[at++] < 0x80) break;
        }
        if (length > most || length > (long)packed.Length * MostGrowth) return null;
        var plain = new byte[length];
        var done = 0;
        while (at < packed.Length)
        {
            var tag = packed[at++];
            var kind = tag & 3;
            var extra = kind switch { 0 => tag >> 2 >= 60 ? (tag >> 2) - 59 : 0, 1 => 1, 2 => 2, _ => 4 };
            if (extra > packed.Length - at) return null;
            long number = 0;
            for (var i = 0; i < extra; i++) number |= (long)packed[at + i] << (8 * i);
            at += extra;
            if (kind == 0)
            {
                var literal = extra == 0 ? (tag >> 2) + 1 : number + 1;
                if (literal > packed.Length - at || literal > plain.Length - done) return null;
                packed.Slice(at, (int)literal).CopyTo(plain.AsSpan(done));
                at += (int)literal;
                done += (int)literal;
                continue;
            }
            var copied = kind == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
            var back = kind == 1 ? (long)(uint)(tag >> 5 << 8) + number : number;
            if (back == 0 || back > done || copied > plain.Length - done) return null;
            for (var i = 0; i < copied; i++, done++) plain[done] = plain[done - (int)back];
        }
        return done == plain.Length ? plain : null;
    }
}
