using System.Runtime.InteropServices;

namespace Parvis.Audit.Records.Pickle;

/// <summary>What kind of object a pickle would have made; its content is kept only where a finding or a fact may need it.</summary>
internal enum PickleKind : byte
{
    /// <summary>Nothing: a place of the memo that was never filled.</summary>
    Missing,
    None,
    Bool,
    Int,
    Number,
    Text,
    Bytes,
    Tuple,
    List,
    Dict,
    Set,

    /// <summary>An import.</summary>
    Global,

    /// <summary>What a call returned, or an instance of a class.</summary>
    Made,

    /// <summary>An element type of NumPy.</summary>
    ElementType,

    /// <summary>Numbers that PyTorch keeps outside the pickle.</summary>
    Storage,

    /// <summary>A tensor of PyTorch.</summary>
    Tensor,

    /// <summary>Not known.</summary>
    Unknown,
}

/// <summary>How the bytes of a text spell it.</summary>
internal enum PickleSpelling : byte
{
    Utf8,
    UnicodeEscape,
    StringEscape,

    /// <summary>Bytes that were written as text in UTF-8, one character for each.</summary>
    Latin1,
}

/// <summary>One object of a pickle, in abstract: 16 bytes, so that a stack of a million of them stays small.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PickleValue
{
    public PickleKind Kind;

    /// <summary>Of a text, its <see cref="PickleSpelling"/>; of a tuple, four times the binary logarithm of how many objects it holds in all.</summary>
    public byte Form;

    /// <summary>How deeply objects lie in it.</summary>
    public ushort Depth;

    /// <summary>Length of a text or bytes; how many a tuple holds; which import, element type, storage, tensor.</summary>
    public int A;

    /// <summary>A number; where a text, bytes begin; where a tuple's objects are kept; which container.</summary>
    public long B;

    public PickleValue(PickleKind kind, int a = 0, long b = 0, byte form = 0)
    {
        Kind = kind;
        Form = form;
        A = a;
        B = b;
    }

    public readonly bool IsContainer => Kind is PickleKind.List or PickleKind.Dict or PickleKind.Set or PickleKind.Made;
}

/// <summary>Something a pickle imports.</summary>
/// <param name="Module">Module, in the words of Python 3.</param>
/// <param name="Name">Name in it; may be dotted.</param>
/// <param name="Trust">What it may be used for.</param>
internal sealed record PickleImport(string Module, string Name, Trust Trust)
{
    public string FullName { get; } = $"{Module}.{Name}";

    /// <summary>How often it was called.</summary>
    public int Calls { get; set; }
}

/// <summary>An element type of NumPy that a pickle made.</summary>
internal sealed class PickleElementType
{
    /// <summary>As NumPy writes it, without byte order: <c>f8</c>, <c>O8</c>, <c>V16</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Bytes of one element; 0 where not known.</summary>
    public long Size { get; set; }

    /// <summary>Whether its elements are Python objects, so that an array of it is a pickle.</summary>
    public bool HasObjects { get; set; }
}

/// <summary>Numbers that lie outside a pickle of PyTorch: a persistent id.</summary>
/// <param name="Key">Their name in the archive.</param>
/// <param name="Type">Element type in the words of safetensors.</param>
/// <param name="Elements">How many.</param>
internal sealed record PickleStorage(string Key, string Type, long Elements);

/// <summary>A tensor a pickle rebuilds from a storage.</summary>
/// <param name="Storage">Its numbers.</param>
/// <param name="Type">Element type in the words of safetensors.</param>
/// <param name="Skip">At which element of the storage it begins.</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="Contiguous">Whether its numbers lie one after the other.</param>
internal sealed record PickleTensor(PickleStorage Storage, string Type, long Skip, long[] Shape, bool Contiguous)
{
    /// <summary>Its name in the model, found when the pickle ended.</summary>
    public string? Name { get; set; }
}
