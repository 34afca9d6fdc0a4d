namespace Parvis.Audit.Records;

/// <summary>Names of the facts of a file, as in the report and its schema. A reader adds to the list what it measures.</summary>
internal static class FactNames
{
    /// <summary>How many tensors.</summary>
    public const string Tensors = "tensors";

    /// <summary>How many numbers in all tensors.</summary>
    public const string Parameters = "parameters";

    /// <summary>Object: type of element → how many tensors have it.</summary>
    public const string Types = "dtypes";

    /// <summary>Object: tensor → its shape. At most 10,000; <see cref="Tensors"/> counts all.</summary>
    public const string Shapes = "shapes";

    /// <summary>Name of the architecture, in the words of the file.</summary>
    public const string Architecture = "architecture";

    /// <summary>Quantisation, in the words of the file.</summary>
    public const string Quantisation = "quantisation";

    /// <summary>Licence, in the words of the file.</summary>
    public const string Licence = "licence";

    /// <summary>What was the model made from.</summary>
    public const string BaseModel = "baseModel";

    /// <summary>Array: files or addresses outside that it refers to.</summary>
    public const string External = "externalReferences";

    /// <summary>Version of the format.</summary>
    public const string FormatVersion = "formatVersion";

    /// <summary>Array: imports a pickle reaches, as <c>module.name</c>.</summary>
    public const string Imports = "imports";

    /// <summary>Object: operator → how often.</summary>
    public const string Operators = "operators";

    /// <summary>Object: operator set → version.</summary>
    public const string OperatorSets = "operatorSets";

    /// <summary>How many rows of data.</summary>
    public const string Rows = "rows";

    /// <summary>Array of objects: <c>name</c>, <c>type</c>, <c>nulls</c> of each column.</summary>
    public const string Columns = "columns";

    /// <summary>How many members a container has.</summary>
    public const string Members = "members";
}
