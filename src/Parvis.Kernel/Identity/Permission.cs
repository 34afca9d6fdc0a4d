namespace Parvis.Kernel.Identity;

/// <summary>Something a person or a key may be allowed to do.</summary>
/// <param name="Name">Module and verb, e.g. <c>commons.harvest</c>; also the name of the authorization policy and of a key's scope.</param>
/// <param name="Roles">The roles that have it.</param>
public sealed record Permission(string Name, params IReadOnlyList<Role> Roles);

/// <summary>What a person is on this node. Each role includes those before it.</summary>
public enum Role
{
    /// <summary>Has an account and nothing else.</summary>
    Member,

    /// <summary>Cares for records and sources.</summary>
    Curator,

    /// <summary>Cares for people, keys and the node itself.</summary>
    Administrator,
}
