using System.Buffers;
using System.Text.Json.Nodes;
using Parvis.Audit.Records.Torch;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Pickle;

/// <summary>Reads Python pickles, whatever they are called: by the mark of protocols 2 to 5, or because the bytes are a program of the pickle machine.</summary>
/// <remarks>Also PyTorch's format before 1.6 and joblib's, which are pickles with numbers in and after them.</remarks>
internal sealed class PickleReader : IFormatReader
{
    public string Format => "pickle";

    public bool Recognises(Content content) => IsMarked(content.Head) || IsProgram(content);

    public void Read(Content content, Examination examination) => Examine(content, examination);

    /// <summary>Examines the pickles of a content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="examination">Gets what is found.</param>
    /// <param name="from">Where the first begins.</param>
    /// <returns>How many dictionaries, sets and instances they make.</returns>
    public static int Examine(Content content, Examination examination, long from = 0)
    {
        var findings = new PickleFindings(examination.Report.Findings);
        using var machine = new PickleMachine(content, examination.Budget, findings);
        machine.LoadsFromBytes = (bytes, at) => examination.Inner(bytes, at);
        machine.GoesOn = true;
        machine.Seek(from);
        var streams = 0;
        try
        {
            do
            {
                var result = machine.Run();
                streams++;
                if (streams == 1 && machine.IsTorchMagic(result))
                {
                    TorchLegacy.Read(machine, examination);
                    return machine.Structures;
                }
                if (streams == 1) machine.NameTensors(result);
            }
            while (machine.Offset < content.Length && Follows(content, machine.Offset));
            Trailing(content, machine.Offset, findings, examination);
            return machine.Structures;
        }
        finally
        {
            AddFacts(machine, streams, examination.Facts);
        }
    }

    /// <summary>What the machine saw, as facts.</summary>
    public static void AddFacts(PickleMachine machine, int streams, JsonObject facts)
    {
        facts[FactNames.FormatVersion] = machine.Protocol;
        if (machine.Imports.Count > 0) facts[FactNames.Imports] = Names(machine.Imports);
        if (machine.Imports.Any(import => import.Calls > 0)) facts[FactNames.Calls] = Names(machine.Imports.Where(import => import.Calls > 0));
        if (machine.Arrays > 0) facts[FactNames.Arrays] = machine.Arrays;
        if (streams > 1) facts[FactNames.Streams] = streams;
    }

    /// <summary>Bytes after the end: more of the same is read on, blanks and zeros mean nothing, the rest is examined as what it is.</summary>
    public static void Trailing(Content content, long offset, PickleFindings findings, Examination examination)
    {
        if (offset >= content.Length || IsBlank(content, offset)) return;
        findings.Find(PickleRules.Trailing, offset, ("bytes", (content.Length - offset).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        examination.Apart(content, offset, content.Length - offset);
    }

    private static JsonArray Names(IEnumerable<PickleImport> imports) => [.. imports.Select(import => import.FullName).Distinct().Take(1000).Select(name => JsonValue.Create(name))];

    private static bool IsMarked(ReadOnlySpan<byte> head) => head.Length > 2 && head[0] == 0x80 && head[1] is >= 2 and <= 5 && Starts.Contains(head[2]);

    private const int LongestBeginning = 1 << 20;

    /// <summary>Opcodes that can come first.</summary>
    private static readonly SearchValues<byte> Starts = SearchValues.Create([.. "(c]})NILFSVXUTKMJGCBP."u8, 0x80, 0x82, 0x83, 0x84, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f, 0x95, 0x96, 0x97]);

    private static bool Follows(Content content, long offset)
    {
        Span<byte> start = stackalloc byte[3];
        return IsMarked(start[..content.ReadFull(offset, start)]) || IsProgram(content.Slice("", offset, content.Length - offset));
    }

    private static bool IsBlank(Content content, long offset)
    {
        if (content.Length - offset > 4096) return false;
        Span<byte> rest = stackalloc byte[4096];
        return !rest[..content.ReadFull(offset, rest)].ContainsAnyExcept("\0\n\r\t "u8);
    }

    /// <summary>Whether the first bytes run on the machine as a program that ends with them, or that calls something; text of people and of other formats does not.</summary>
    private static bool IsProgram(Content content)
    {
        var head = content.Head;
        return head.Length >= 2 && Starts.Contains(head[0]) && head[0] != '.' && (IsProgram(content, head.ToArray()) ?? IsProgram(content, Longer(content)) ?? false);
    }

    private static byte[] Longer(Content content)
    {
        var head = new byte[Math.Min(content.Length, LongestBeginning)];
        return head[..content.ReadFull(0, head)];
    }

    /// <summary>As the other; null where more of the beginning would tell.</summary>
    private static bool? IsProgram(Content content, byte[] head)
    {
        using var machine = new PickleMachine(new MemoryContent("", head), new Budget(new(), CancellationToken.None), new([]), PicklePlace.Alone, depth: 3);
        try
        {
            machine.Run();
            return machine.Calls > 0 || machine.Opcodes > 1 && (machine.Offset == content.Length || IsBlank(content, machine.Offset) || machine.Opcodes > 8);
        }
        catch (MalformedException malformed)
        {
            if (machine.Calls > 0 && machine.Imports.Count > 0 || machine.Imports.Any(import => import.Trust == Trust.Dangerous) && IsModel(content)) return true;
            var isCut = content.Length > head.Length && (malformed.Finding.Rule == PickleRules.Length || malformed.Finding.Values.GetValueOrDefault("reason") == "end" || machine.Offset >= head.Length);
            return isCut && machine.Opcodes > 20 && malformed.Finding.Offset > head.Length / 2 ? true : isCut ? null : false;
        }
        catch (BudgetException)
        {
            return true;
        }
    }

    private static bool IsModel(Content content) => content.Extension is ".pkl" or ".pickle" or ".p" or ".joblib" or ".dill" or ".pt" or ".pth" or ".ckpt" or ".bin" or ".npy";
}

/// <summary>Reads as a pickle what is called one and that no other reader knows: it is then most often broken.</summary>
internal sealed class NamedPickleReader : IFormatReader
{
    public string Format => "pickle";

    public bool Recognises(Content content) => content.Extension switch
    {
        ".pkl" or ".pickle" or ".joblib" or ".dill" or ".pt" or ".pth" => true,
        ".bin" or ".ckpt" or ".p" or ".dat" => content.Head is [(byte)'c', ..] head && head[1..].IndexOf((byte)'\n') is > 0 and < 100 and var line && !head.Slice(1, line).ContainsAnyExceptInRange((byte)'.', (byte)'z'),
        _ => false,
    };

    public void Read(Content content, Examination examination) => PickleReader.Examine(content, examination);
}
