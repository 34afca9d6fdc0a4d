namespace Parvis.Kernel.Identity;

/// <summary>Someone with an account on this node. Names and e-mails are private: never in the ledger, never in the public API.</summary>
public sealed record Person
{
    /// <summary>Random, stable identifier; says nothing about the person.</summary>
    public required string Id { get; init; }

    /// <summary>What they are called; empty when nobody said.</summary>
    public required string Name { get; init; }

    /// <summary>Where sign-in links are sent (RFC 5321 mailbox), or null.</summary>
    public string? Email { get; init; }

    /// <summary>What they may do.</summary>
    public required Role Role { get; init; }

    /// <summary>Changes when every session must end; a session carries the stamp it began with.</summary>
    public required string Stamp { get; init; }

    /// <summary>When the account was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When they last signed in, or null if never.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>Since when they may no longer sign in, or null.</summary>
    public DateTimeOffset? DisabledAt { get; init; }
}
