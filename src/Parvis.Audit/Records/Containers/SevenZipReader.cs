using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Containers;

/// <summary>7z archives: the table of contents is read here, strictly; only the packed bytes go to a decoder. Where the table is broken, the packed bytes are tried all the same: programs that fail on it may have run what comes first.</summary>
internal sealed class SevenZipReader : IFormatReader
{
    private const int HeadBytes = 32;
    private const ulong Copy = 0, Delta = 3, Lzma2 = 0x21, Lzma = 0x030101, X86 = 0x03030103, Deflate = 0x040108, Bzip2 = 0x040202, Aes = 0x06F10701;

    private static readonly HashSet<string> OfModels = new(StringComparer.Ordinal)
    {
        ".pt", ".pth", ".pt2", ".bin", ".ckpt", ".pkl", ".pickle", ".joblib", ".dat", ".npy", ".npz", ".h5", ".hdf5", ".keras", ".onnx", ".safetensors", ".gguf", ".tflite", ".pb", ".nemo", ".mar", ".model",
    };

    public string Format => "7z";

    public bool Recognises(Content content) => content.Head is [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, ..];

    public void Read(Content content, Examination examination)
    {
        Disguised(content, examination);
        SevenZipHeader header;
        try
        {
            header = Header(content, examination);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or OverflowException)
        {
            examination.Find(ContainerRules.SevenZipHeader, 0);
            Salvage(content, examination);
            return;
        }
        examination.Facts[FactNames.Members] = header.FilesFound.Count;
        Check(header, examination);
        var files = header.FilesFound.ToLookup(file => file.Folder);
        for (var i = 0; i < header.Folders.Count; i++) Examine(content, header.Folders[i], [.. files[i]], examination);
    }

    /// <summary>A model's name on another kind of archive.</summary>
    public static void Disguised(Content content, Examination examination)
    {
        if (OfModels.Contains(content.Extension)) examination.Find(ContainerRules.Disguised, null, ("format", examination.Report.Format));
    }

    private static SevenZipHeader Header(Content content, Examination examination)
    {
        var head = new byte[HeadBytes];
        if (content.ReadFull(0, head) < HeadBytes || Crc32.Of(head.AsSpan(12)) != BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8))) throw new InvalidDataException("Head.");
        long offset = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(12)), size = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(20));
        if (offset < 0 || size < 1 || size > examination.Budget.Limits.Structure || offset > content.Length - HeadBytes - size) throw new InvalidDataException("Head.");
        var bytes = new byte[size];
        content.ReadFull(HeadBytes + offset, bytes);
        if (Crc32.Of(bytes) != BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(28))) throw new InvalidDataException("Checksum.");
        var header = SevenZipHeader.Parse(bytes, examination.Budget.Limits.Members);
        for (var packed = 0; header.IsPacked; packed++)
        {
            if (packed == 4 || header.Folders is not [var folder] || folder.Unpacked > examination.Budget.Limits.InMemory || Decoder(content, folder) is not { } open) throw new InvalidDataException("Packed header.");
            var unpacked = Unpacked.Of(content.Path, open, folder.Unpacked, examination);
            if (unpacked.Broken || unpacked.Limit is not null || unpacked.Content.Length != folder.Unpacked || !unpacked.Content.InMemory(out var inner)) throw new InvalidDataException("Packed header.");
            header = SevenZipHeader.Parse(inner.ToArray(), examination.Budget.Limits.Members);
        }
        var end = HeadBytes + offset + size;
        if (end >= content.Length) return header;
        examination.Find(ContainerRules.Trailing, end, ("bytes", (content.Length - end).ToString(CultureInfo.InvariantCulture)));
        examination.Apart(content, end, content.Length - end);
        return header;
    }

    private static void Check(SevenZipHeader header, Examination examination)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in header.FilesFound)
        {
            examination.Budget.Tick();
            if (MemberNames.Slips(file.Name)) examination.Find(ContainerRules.Slip, null, ("member", file.Name));
            if (file.Name.Length == 0) examination.Find(ContainerRules.BadName, null, ("member", file.Name));
            if (!names.Add(file.Name)) examination.Find(ContainerRules.Duplicate, null, ("member", file.Name));
        }
    }

    private static void Examine(Content content, SevenZipFolder folder, IReadOnlyList<SevenZipFile> files, Examination examination)
    {
        if (examination.Budget.IsSpent)
        {
            examination.Find(Rules.OverBudget, folder.Start, ("limit", BudgetException.Expansion));
            return;
        }
        if (Decoder(content, folder) is not { } open)
        {
            var aes = folder.Coders.Any(coder => coder.Id == Aes);
            foreach (var file in files)
                examination.Find(aes ? ContainerRules.Encrypted : ContainerRules.Method, folder.Start, [("member", file.Name), .. aes ? [] : new[] { ("method", string.Join('+', folder.Coders.Select(coder => coder.Id.ToString("x", CultureInfo.InvariantCulture)))) }]);
            return;
        }
        var unpacked = Unpacked.Of(content.Path, open, folder.Unpacked, examination);
        if (unpacked.Limit is { } limit) examination.Find(Rules.OverBudget, folder.Start, ("limit", limit));
        else if (unpacked.Broken || unpacked.Content.Length < folder.Unpacked) examination.Find(ContainerRules.BrokenStream, folder.Start, ("member", files.Count > 0 ? files[0].Name : content.Name));
        using var all = unpacked.Content as IDisposable;
        foreach (var file in files)
        {
            if (file.Start >= unpacked.Content.Length) continue;
            var path = $"{content.Path}!{MemberNames.InPath(file.Name)}";
            var member = new SliceContent(path, unpacked.Content, file.Start, Math.Min(file.Length, unpacked.Content.Length - file.Start));
            if (member.Length == file.Length && file.Crc is { } crc && member.InMemory(out var bytes) && Crc32.Of(bytes.Span) != crc) examination.Find(ContainerRules.Checksum, folder.Start, ("member", file.Name));
            if ((file.Mode & 0xF000) == 0xA000 && member.Length <= 4096)
            {
                var target = new byte[member.Length];
                member.ReadFull(0, target);
                var text = MemberNames.Text(target);
                examination.Find(MemberNames.Target(file.Name, text, fromRoot: false, new HashSet<string>()) is null ? ContainerRules.LinkEscape : ContainerRules.Link, folder.Start, ("member", file.Name), ("target", text));
            }
            else examination.TryMember(member, folder.Start);
        }
    }

    private static Func<Stream>? Decoder(Content content, SevenZipFolder folder)
    {
        if (folder.Coders.Count == 0 || folder.Start > content.Length) return null;
        if (folder.Coders.Any(coder => coder.Id is not (Copy or Lzma2 or Lzma or X86 or Deflate or Bzip2)) || folder.Coders.Skip(1).Any(coder => coder.Id is not (X86 or Copy))) return null;
        var first = folder.Coders[0];
        var packed = Math.Min(folder.Packed, content.Length - folder.Start);
        Func<Stream>? open = first.Id switch
        {
            Copy => () => content.Open(folder.Start, packed),
            Lzma2 when first.Properties is [var property] => () => new Lzma2Decoding(content, property, folder.Start, packed),
            Lzma when first.Properties.Length == 5 => () => new LzmaDecoding(content, first.Properties, folder.Start, packed, folder.Unpacked),
            Deflate => () => new DeflateStream(content.Open(folder.Start, packed), CompressionMode.Decompress),
            Bzip2 => () => new Bzip2Decoding(content, folder.Start, packed),
            _ => null,
        };
        foreach (var coder in folder.Coders.Skip(1))
            if (coder.Id == X86 && open is { } inner) open = () => new X86Decoding(inner());
        return open;
    }

    /// <summary>The first packed bytes come right after the head; LZMA and LZMA2 can be unpacked without their settings.</summary>
    private static void Salvage(Content content, Examination examination)
    {
        if (content.Length <= HeadBytes) return;
        var first = content.Head[HeadBytes];
        var left = content.Length - HeadBytes;
        Func<Stream> open = first switch
        {
            0 => () => new LzmaDecoding(content, [0x5D, 0, 0, 0, 4], HeadBytes, left, -1),
            1 or >= 0xE0 => () => new Lzma2Decoding(content, byte.MaxValue, HeadBytes, left),
            _ => () => content.Open(HeadBytes),
        };
        var unpacked = Unpacked.Of($"{content.Path}!0", open, null, examination);
        using (unpacked.Content as IDisposable)
            if (unpacked.Content.Length > 0) examination.TryMember(unpacked.Content, HeadBytes);
    }
}
