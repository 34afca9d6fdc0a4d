namespace Parvis.Kernel.Identity;

/// <summary>The public half of a passkey: a WebAuthn credential record (Web Authentication Level 3, §4).</summary>
internal sealed record Passkey
{
    /// <summary>Credential ID, base64url.</summary>
    public required string Id { get; init; }

    public required string Person { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>COSE_Key (RFC 9052 §7).</summary>
    public required byte[] PublicKey { get; init; }

    public required long SignCount { get; init; }

    /// <summary>Transport hints, separated by single spaces.</summary>
    public required string Transports { get; init; }

    public required bool UserVerified { get; init; }

    public required bool BackupEligible { get; init; }

    public required bool BackedUp { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
