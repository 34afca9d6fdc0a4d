using Parvis.Kernel.Identity;

namespace Parvis;

/// <summary>What people and keys may be allowed to do with the node itself.</summary>
internal static class NodePermissions
{
    /// <summary>See and stop background work.</summary>
    public static readonly Permission Jobs = new("node.jobs", Role.Curator, Role.Administrator);

    public static IReadOnlyList<Permission> All => [Jobs];
}
