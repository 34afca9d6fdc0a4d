using System.Security.Cryptography;
using System.Text;

namespace Parvis.Audit.Evidence.ModelSigning;

/// <summary>How a model's files become resources (OpenSSF Model Signing, <c>serialization</c>).</summary>
internal sealed record Serialization
{
    /// <summary>Bytes of a shard unless said otherwise.</summary>
    public const long UsualShard = 1_000_000_000;

    /// <summary>A resource is a shard of so many bytes, or a whole file when null.</summary>
    public long? ShardSize { get; init; }

    /// <summary>How resources are digested: <c>sha256</c> or <c>blake2b</c>.</summary>
    public string Hash { get; init; } = "sha256";

    /// <summary>Whether links within the model are followed; links out of it never are.</summary>
    public bool AllowSymlinks { get; init; }

    /// <summary>Files and folders that are left out, relative to the model, <c>/</c>-separated.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>What version control leaves in a folder: left out unless said otherwise.</summary>
    public static readonly IReadOnlyList<string> OfVersionControl = [".git", ".gitattributes", ".github", ".gitignore"];

    /// <summary>Whether <paramref name="path"/> is one of <see cref="Ignored"/> or lies in one.</summary>
    public bool Ignores(string path) => Ignored.Any(ignored => path == ignored || (path.Length > ignored.Length && path[ignored.Length] == '/' && path.StartsWith(ignored, StringComparison.Ordinal)));
}

/// <summary>A file of a model, or a shard of one.</summary>
/// <param name="Name">Relative path, <c>/</c>-separated, for a shard with <c>:start:end</c>; <c>.</c> for a model of one file.</param>
/// <param name="Algorithm">In the words of the statement: <c>sha256</c>, <c>sha256-sharded-1000000000</c>, <c>blake2b</c> ….</param>
/// <param name="Digest">Lower-case hexadecimal.</param>
internal sealed record ModelResource(string Name, string Algorithm, string Digest);

/// <summary>Every file of a model with its digest.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Resources">In the order in which they make the root digest.</param>
/// <param name="Serialization">How they came about.</param>
internal sealed record ModelManifest(string Name, IReadOnlyList<ModelResource> Resources, Serialization Serialization)
{
    /// <summary>SHA-256 over the digests of the resources, one after the other: what the whole model is known by.</summary>
    public string RootDigest
    {
        get
        {
            using var root = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var resource in Resources) root.AppendData(Convert.FromHexString(resource.Digest));
            return Convert.ToHexStringLower(root.GetHashAndReset());
        }
    }

    /// <summary>Orders paths by their parts, as UTF-8: <c>a/b</c> before <c>a.txt</c>.</summary>
    public static int Compare(string one, string other) =>
        Encoding.UTF8.GetBytes(one.Replace('/', '\0')).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other.Replace('/', '\0')));
}
