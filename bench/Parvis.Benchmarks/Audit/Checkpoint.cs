using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Parvis.Benchmarks.Audit;

/// <summary>A checkpoint of PyTorch: a zip of one pickle and stored tensors of 32 MiB.</summary>
internal static class Checkpoint
{
    private const int TensorBytes = 32 << 20, BlockBytes = 1 << 20, Seed = 20_261_124, ElementBytes = 4, Columns = 1024;

    /// <summary>Writes one of <paramref name="tensors"/> tensors.</summary>
    public static void Write(string file, int tensors)
    {
        using var zip = new ZipArchive(File.Create(file), ZipArchiveMode.Create);
        Add(zip, "archive/data.pkl", Pickle(tensors));
        Add(zip, "archive/byteorder", "little"u8);
        var block = new byte[BlockBytes];
        new Random(Seed).NextBytes(block);
        for (var tensor = 0; tensor < tensors; tensor++)
        {
            using var bytes = zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"archive/data/{tensor}"), CompressionLevel.NoCompression).Open();
            for (var written = 0; written < TensorBytes; written += BlockBytes) bytes.Write(block);
        }
        Add(zip, "archive/version", "3\n"u8);
    }

    private static void Add(ZipArchive zip, string name, ReadOnlySpan<byte> bytes)
    {
        using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        entry.Write(bytes);
    }

    // {name: torch._utils._rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict()) …} in the text opcodes of protocol 2, as torch.save writes it.
    private static byte[] Pickle(int tensors)
    {
        var (elements, rows) = (TensorBytes / ElementBytes, TensorBytes / ElementBytes / Columns);
        var pickle = new StringBuilder("\u0080\u0002}(");
        for (var tensor = 0; tensor < tensors; tensor++)
        {
            pickle.Append(Word($"layers.{tensor}.weight")).Append("ctorch._utils\n_rebuild_tensor_v2\n((")
                .Append(Word("storage")).Append("ctorch\nFloatStorage\n").Append(Word($"{tensor}")).Append(Word("cpu")).Append(Number(elements)).Append("tQ")
                .Append(Number(0)).Append(Number(rows)).Append(Number(Columns)).Append('\u0086').Append(Number(Columns)).Append(Number(1)).Append('\u0086')
                .Append("\u0089ccollections\nOrderedDict\n)RtR");
        }
        return Encoding.Latin1.GetBytes(pickle.Append("u.").ToString());
    }

    private static string Word(string word) => $"X{Little(word.Length)}{word}";

    private static string Number(int number) => $"J{Little(number)}";

    private static string Little(int number) => Encoding.Latin1.GetString(BitConverter.GetBytes(number));
}
