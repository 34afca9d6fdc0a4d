using System.Collections.Frozen;
using Parvis.Kernel.Sources;

namespace Parvis.Audit.Sources;

/// <summary>Addresses that files to be audited can be fetched from.</summary>
internal static class AuditedAddress
{
    private const int Longest = 2000;
    private const string Hub = "huggingface.co";

    private static readonly FrozenSet<string> Files = new[]
    {
        ".safetensors", ".gguf", ".onnx", ".pt", ".pth", ".pt2", ".bin", ".pkl", ".pickle", ".joblib", ".npy", ".npz", ".h5", ".hdf5", ".keras", ".tflite", ".pb",
        ".parquet", ".arrow", ".feather", ".csv", ".tsv", ".json", ".jsonl", ".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The address that somebody gives, or null when it is none that this node fetches from.</summary>
    public static Uri? Parse(string? text, PoliteHttp http) =>
        text is { Length: <= Longest } && Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0 && !http.IsPrivate(address) ? address : null;

    /// <summary>Whether, by its form, it is the address of a file of a known kind or of a repository on Hugging Face, not of a page about it.</summary>
    public static bool IsOfFiles(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && (Files.Contains(Path.GetExtension(address.AbsolutePath)) || (address.Host == Hub && HubRepository.Of(address) is not null));
}
