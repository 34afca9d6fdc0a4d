namespace Parvis.Kernel.Records;

/// <summary>A kind of record in the registry.</summary>
/// <param name="Module">Name of the module that publishes it, e.g. <c>commons</c>.</param>
/// <param name="Name">Name within the module, e.g. <c>dataset</c>.</param>
public sealed record RecordKind(string Module, string Name)
{
    /// <summary>The whole name, e.g. <c>commons/dataset</c>.</summary>
    public override string ToString() => $"{Module}/{Name}";
}
