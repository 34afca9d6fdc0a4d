using System.Globalization;
using System.Security.Cryptography;
using Blake2 = NSec.Cryptography.IncrementalHash;

namespace Parvis.Audit.Evidence.ModelSigning;

/// <summary>A file in which a model differs from what was signed.</summary>
/// <param name="Name">The resource.</param>
/// <param name="How">What happened to it.</param>
internal sealed record ModelDifference(string Name, Difference How);

/// <summary>How a file differs.</summary>
internal enum Difference { Changed, Missing, Added }

/// <summary>Digests the files of a model. They are streamed; nothing outside the folder is read.</summary>
internal static class ModelFiles
{
    private const int BufferBytes = 1 << 20;

    /// <summary>The manifest of the file or folder at <paramref name="path"/>.</summary>
    /// <exception cref="RefusedException">A link where none is allowed, one that leads out, or a digest that is not computed here.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ModelManifest Read(string path, Serialization serialization, CancellationToken cancel)
    {
        var full = Path.GetFullPath(path);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(full));
        var files = Directory.Exists(full) ? Walk(full, serialization).ToList() : [(Name: ".", File: full)];
        files.Sort((one, other) => ModelManifest.Compare(one.Name, other.Name));
        return new(name, [.. files.SelectMany(file => Digest(file.Name, file.File, serialization, cancel))], serialization);
    }

    /// <summary>In what the model at hand differs from the one that was signed.</summary>
    /// <param name="signed">What was signed.</param>
    /// <param name="found">What is at hand.</param>
    /// <param name="allowUnsigned">Whether files that were not signed may be there too.</param>
    public static IReadOnlyList<ModelDifference> Compare(ModelManifest signed, ModelManifest found, bool allowUnsigned)
    {
        var here = found.Resources.ToDictionary(resource => resource.Name, resource => resource.Digest, StringComparer.Ordinal);
        var differences = signed.Resources
            .Select(resource => !here.Remove(resource.Name, out var digest) ? new ModelDifference(resource.Name, Difference.Missing) : digest == resource.Digest ? null : new(resource.Name, Difference.Changed))
            .OfType<ModelDifference>().ToList();
        if (!allowUnsigned) differences.AddRange(here.Keys.Select(name => new ModelDifference(name, Difference.Added)));
        return [.. differences.OrderBy(difference => difference.Name, StringComparer.Ordinal)];
    }

    private static IEnumerable<(string Name, string File)> Walk(string root, Serialization serialization)
    {
        var inside = Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar;
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        while (folders.TryPop(out var folder))
        {
            foreach (var entry in folder.EnumerateFileSystemInfos())
            {
                var name = Path.GetRelativePath(root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
                if (serialization.Ignores(name)) continue;
                if (entry.LinkTarget is not null)
                {
                    if (!serialization.AllowSymlinks || entry.ResolveLinkTarget(returnFinalTarget: true) is not FileInfo { Exists: true } target || !StaysInside(target, inside)) throw new RefusedException(Refusal.ForbiddenLink, name);
                }
                else if (entry is DirectoryInfo below)
                {
                    folders.Push(below);
                    continue;
                }
                yield return (name, entry.FullName);
            }
        }
    }

    /// <summary>Whether a file lies below a folder, with no link to a folder on the way that could lead elsewhere.</summary>
    private static bool StaysInside(FileInfo file, string inside)
    {
        for (var folder = file.Directory; folder is not null && $"{folder.FullName}{Path.DirectorySeparatorChar}".StartsWith(inside, StringComparison.Ordinal); folder = folder.Parent)
        {
            if ($"{folder.FullName}{Path.DirectorySeparatorChar}" == inside) return true;
            if (folder.LinkTarget is not null) return false;
        }
        return false;
    }

    private static IEnumerable<ModelResource> Digest(string name, string file, Serialization serialization, CancellationToken cancel)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (serialization.ShardSize is not { } shard)
        {
            yield return new(name, serialization.Hash, DigestOf(stream, stream.Length, serialization.Hash, cancel));
            yield break;
        }
        var start = 0L;
        do
        {
            var end = Math.Min(stream.Length, start + shard);
            yield return new(string.Create(CultureInfo.InvariantCulture, $"{name}:{start}:{end}"), string.Create(CultureInfo.InvariantCulture, $"{serialization.Hash}-sharded-{shard}"), DigestOf(stream, end - start, serialization.Hash, cancel));
            start = end;
        }
        while (start < stream.Length);
    }

    private static string DigestOf(Stream stream, long length, string hash, CancellationToken cancel)
    {
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            return hash switch
            {
                "sha256" => Sha256(stream, length, buffer, cancel),
                "blake2b" => Blake2b(stream, length, buffer, cancel),
                _ => throw new RefusedException(Refusal.UnsupportedDigest, hash),
            };
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Sha256(Stream stream, long length, byte[] buffer, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var left = length; left > 0;)
        {
            var read = Read(stream, buffer, left, cancel);
            hash.AppendData(buffer, 0, read);
            left -= read;
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Blake2b(Stream stream, long length, byte[] buffer, CancellationToken cancel)
    {
        Blake2.Initialize(NSec.Cryptography.HashAlgorithm.Blake2b_512, out var state);
        for (var left = length; left > 0;)
        {
            var read = Read(stream, buffer, left, cancel);
            Blake2.Update(ref state, buffer.AsSpan(0, read));
            left -= read;
        }
        return Convert.ToHexStringLower(Blake2.Finalize(ref state));
    }

    private static int Read(Stream stream, byte[] buffer, long left, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
        return read > 0 ? read : throw new EndOfStreamException("The file became shorter while it was read.");
    }
}
