using Parvis.Kernel.Identity;

namespace Parvis.Identity.Pages;

/// <summary>Text keys of the roles.</summary>
internal static class RoleKeys
{
    public static string Of(Role role) => role switch
    {
        Role.Curator => "identity.role.curator",
        Role.Administrator => "identity.role.administrator",
        _ => "identity.role.member",
    };
}
