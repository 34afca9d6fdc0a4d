using System.Buffers.Binary;
using System.Text;

namespace Parvis.Benchmarks.Audit;

/// <summary>Many small pickles as people keep them: objects of numbers and words in protocol 4, one in ten with a call that a scanner must find. The same each time.</summary>
internal static class SmallPickles
{
    public const int Files = 2_000;
    private const int Seed = 20_261_124, MeanValues = 3_500, OneIn = 10;

    /// <summary>Writes them.</summary>
    /// <returns>Their bytes in all.</returns>
    public static long Write(string folder)
    {
        var random = new Random(Seed);
        var bytes = 0L;
        for (var file = 0; file < Files; file++)
        {
            var pickle = Pickle(random, calls: file % OneIn == 0);
            File.WriteAllBytes(Path.Combine(folder, $"{file:D4}.pkl"), pickle);
            bytes += pickle.Length;
        }
        return bytes;
    }

    // PROTO 4, {key: [values …] …}, and where it calls: os.system("true"), which nothing here ever loads.
    private static byte[] Pickle(Random random, bool calls)
    {
        var pickle = new MemoryStream();
        pickle.Write([0x80, 4, (byte)'}', 0x94, (byte)'(']);
        var values = random.Next(MeanValues / 2, MeanValues * 3 / 2);
        for (var key = 0; values > 0; key++)
        {
            Word(pickle, $"layer.{key}.weight");
            pickle.Write([(byte)']', 0x94, (byte)'(']);
            var here = Math.Min(values, random.Next(10, 200));
            for (var value = 0; value < here; value++) Value(pickle, random);
            pickle.WriteByte((byte)'e');
            values -= here;
        }
        if (calls)
        {
            Word(pickle, "hook");
            pickle.Write("cos\nsystem\n"u8);
            Word(pickle, "true");
            pickle.Write([0x85, (byte)'R']);
        }
        pickle.Write([(byte)'u', (byte)'.']);
        return pickle.ToArray();
    }

    private static void Value(MemoryStream pickle, Random random)
    {
        Span<byte> number = stackalloc byte[8];
        switch (random.Next(5))
        {
            case 0: pickle.Write([(byte)'K', (byte)random.Next(256)]); break;
            case 1: pickle.Write([(byte)'M', (byte)random.Next(256), (byte)random.Next(256)]); break;
            case 2: pickle.Write([0x88]); break;
            case 3:
                BinaryPrimitives.WriteDoubleBigEndian(number, random.NextDouble());
                pickle.WriteByte((byte)'G');
                pickle.Write(number);
                break;
            default: Word(pickle, $"t{random.Next(1000)}"); break;
        }
    }

    private static void Word(MemoryStream pickle, string word)
    {
        var bytes = Encoding.UTF8.GetBytes(word);
        pickle.Write([0x8C, (byte)bytes.Length]);
        pickle.Write(bytes);
        pickle.WriteByte(0x94);
    }
}
