namespace Parvis.Audit.Records.Torch;

/// <summary>Rules about files of PyTorch.</summary>
internal static class TorchRules
{
    /// <summary>The numbers of a storage are not there, or not as many as are said.</summary>
    public static readonly Rule Storage = new("torch.storage", Severity.Malformed);

    /// <summary>A tensor reaches beyond its storage, or has an impossible shape.</summary>
    public static readonly Rule Tensor = new("torch.tensor", Severity.Malformed);

    /// <summary>It holds a program of TorchScript.</summary>
    public static readonly Rule Script = new("torch.script", Severity.Suspicious);

    /// <summary>It holds native code.</summary>
    public static readonly Rule Native = new("torch.native", Severity.Suspicious);

    public static IEnumerable<Rule> All => [Storage, Tensor, Script, Native];
}
