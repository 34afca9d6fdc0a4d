using Parvis.Kernel.Identity;

namespace Parvis.Audit;

/// <summary>What people and keys may be allowed to do with audits. Reading is everybody's.</summary>
internal static class AuditPermissions
{
    /// <summary>Have files audited on this node.</summary>
    public static readonly Permission Request = new("audit.request", Role.Member);

    /// <summary>Reply to a report, in public.</summary>
    public static readonly Permission Reply = new("audit.reply", Role.Member);
}
