using System.Text.Json.Nodes;

namespace Parvis.Audit.Records;

/// <summary>What was found out about one file, or one member of a container.</summary>
/// <param name="path">As in <see cref="Sources.Content"/>.</param>
internal sealed class FileReport(string path)
{
    /// <summary>Format of what no reader knows.</summary>
    public const string Unknown = "unknown";

    public string Path { get; } = path;

    /// <summary>The format's name, e.g. <c>safetensors</c>, or <see cref="Unknown"/>.</summary>
    public string Format { get; set; } = Unknown;

    /// <summary>Whether it is a member of a container.</summary>
    public bool IsMember => Path.Contains('!', StringComparison.Ordinal);

    /// <summary>Bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>SHA-256, lower-case hexadecimal; null where it was not asked for (<c>--quick</c>) or could not be read.</summary>
    public string? Sha256 { get; set; }

    public List<Finding> Findings { get; } = [];

    /// <summary>Measured facts, by the names of <see cref="FactNames"/>.</summary>
    public JsonObject Facts { get; } = [];

    /// <summary>Where the tensors are, to compute their digests.</summary>
    public List<Tensor> Tensors { get; } = [];

    /// <summary>Parts whose checksum is still to be checked, while the file is read for its digest.</summary>
    public List<PartSum> Sums { get; } = [];

    public Verdict Verdict => Verdicts.Of(Findings);
}

/// <summary>A part of a content whose checksum (CRC-32) is wanted.</summary>
/// <param name="Start">Where it begins in the content.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Summed">Is told the checksum.</param>
internal sealed record PartSum(long Start, long Length, Action<uint> Summed);

/// <summary>One array of numbers in a file.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Type">Type of its elements in the words of safetensors (<c>F32</c>, <c>BF16</c>, <c>I64</c> …) or, quantised, of GGUF (<c>Q4_K</c>).</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
/// <param name="Offset">Where its bytes begin in the content, or null where they are not contiguous or not in this file.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Member">The member of the container that holds its bytes, or null when they are in the content itself.</param>
internal sealed record Tensor(string Name, string Type, IReadOnlyList<long> Shape, long? Offset, long Length, string? Member = null)
{
    /// <summary>How many numbers it has.</summary>
    /// <exception cref="OverflowException">More than 2⁶³.</exception>
    public long Elements => Shape.Aggregate(1L, (product, size) => checked(product * size));
}
