namespace Parvis.Kernel.Evidence;

/// <summary>A statement is too long to be an entry of the log.</summary>
/// <param name="ordinal">Which of the statements given, from 0.</param>
/// <param name="length">Bytes of its signed envelope.</param>
public sealed class EntryTooLongException(int ordinal, int length) : Exception(
    $"Statement {ordinal} makes an envelope of {length} bytes; an entry of the log has at most {EntryBundle.LongestEntry}. State the digest of the long part as a subject instead of the part itself.")
{
    /// <summary>Which of the statements given, from 0.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>Bytes of its signed envelope.</summary>
    public int Length { get; } = length;
}

/// <summary>The ledger's files contradict one another or the database, so nothing is published: a log must never say two different things.</summary>
/// <param name="file">The file at fault, below the ledger's folder.</param>
/// <param name="reason">What is wrong with it.</param>
/// <param name="remedy">What mends it.</param>
public sealed class LedgerDamagedException(string file, string reason, string remedy) : Exception($"{file}: {reason} {remedy}")
{
    /// <summary>The file at fault, below the ledger's folder.</summary>
    public string File { get; } = file;

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; } = reason;

    /// <summary>What mends it.</summary>
    public string Remedy { get; } = remedy;
}
