using Parvis.Kernel.Identity;

namespace Parvis.Commons;

/// <summary>What people and keys may be allowed to do in the commons. Reading is everybody's.</summary>
internal static class CommonsPermissions
{
    /// <summary>Add, change and remove sources, and have them read.</summary>
    public static readonly Permission Harvest = new("commons.harvest", Role.Curator, Role.Administrator);

    /// <summary>Set things apart and let them join.</summary>
    public static readonly Permission Curate = new("commons.curate", Role.Curator, Role.Administrator);
}
