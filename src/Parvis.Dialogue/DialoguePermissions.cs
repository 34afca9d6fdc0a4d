using Parvis.Kernel.Identity;

namespace Parvis.Dialogue;

/// <summary>What people and keys may be allowed to do with conversations. Taking part needs none of it.</summary>
internal static class DialoguePermissions
{
    /// <summary>Begin, change and close conversations, and see everything of them.</summary>
    public static readonly Permission Convene = new("dialogue.convene", Role.Curator, Role.Administrator);

    /// <summary>Decide about statements and participants.</summary>
    public static readonly Permission Moderate = new("dialogue.moderate", Role.Curator, Role.Administrator);
}
