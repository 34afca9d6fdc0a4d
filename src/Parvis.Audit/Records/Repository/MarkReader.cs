using System.Buffers.Binary;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Repository;

/// <summary>Files known by their first bytes of which nothing more is read: programs, pictures, sounds, documents.</summary>
internal sealed class MarkReader : IFormatReader
{
    public string Format => "mark";

    public bool Recognises(Content content) => Of(content) is not null;

    public void Read(Content content, Examination examination)
    {
        var (format, runs) = Of(content)!.Value;
        examination.Report.Format = format;
        if (runs) examination.Find(RepositoryRules.Executable, 0, ("kind", format));
    }

    private static (string Format, bool Runs)? Of(Content content) => content.Head switch
    {
        [0x7F, (byte)'E', (byte)'L', (byte)'F', 1 or 2, 1 or 2, ..] => ("elf", true),
        [(byte)'M', (byte)'Z', ..] when IsWindows(content) => ("pe", true),
        [0xFE, 0xED, 0xFA, 0xCE or 0xCF, ..] or [0xCE or 0xCF, 0xFA, 0xED, 0xFE, ..] => ("mach-o", true),
        [0xCA, 0xFE, 0xBA, 0xBE, 0, ..] => ("mach-o or java", true),
        [0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0, ..] => ("wasm", true),
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ("png", false),
        [0xFF, 0xD8, 0xFF, ..] => ("jpeg", false),
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => ("gif", false),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ("webp", false),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => ("wav", false),
        [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => ("flac", false),
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', 0, ..] => ("ogg", false),
        [(byte)'I', (byte)'D', (byte)'3', 2 or 3 or 4, ..] => ("mp3", false),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => ("mp4", false),
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => ("pdf", false),
        _ => null,
    };

    private static bool IsWindows(Content content)
    {
        var head = content.Head;
        if (head.Length < 64) return false;
        Span<byte> mark = stackalloc byte[4];
        return content.ReadFull(BinaryPrimitives.ReadUInt32LittleEndian(head[60..]), mark) == 4 && mark.SequenceEqual("PE\0\0"u8);
    }
}
