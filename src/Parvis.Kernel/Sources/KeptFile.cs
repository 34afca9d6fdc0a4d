namespace Parvis.Kernel.Sources;

/// <summary>Bytes in the node's store.</summary>
/// <param name="Sha256">Their SHA-256 (FIPS 180-4), 64 lower-case hexadecimal digits.</param>
/// <param name="Length">How many bytes.</param>
public sealed record KeptFile(string Sha256, long Length);
