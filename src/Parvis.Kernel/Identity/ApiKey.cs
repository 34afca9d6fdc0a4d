namespace Parvis.Kernel.Identity;

/// <summary>A key with which a program acts for a person, within scopes. Its secret is shown once and kept nowhere.</summary>
public sealed record ApiKey
{
    /// <summary>The public half: <c>pvk_{Id}_{secret}</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Identifier of the person it acts for.</summary>
    public required string Person { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Names of the permissions it was given, separated by single spaces.</summary>
    public required string Scopes { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it opens nothing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The day it was last used (UTC, <c>yyyy-MM-dd</c>), or null. Deliberately no finer.</summary>
    public string? LastUsedOn { get; init; }

    /// <summary>When it was revoked, or null.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The permissions it was given, one by one.</summary>
    public IReadOnlyList<string> ScopeList => Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
