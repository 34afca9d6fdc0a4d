namespace Parvis.Kernel.Identity;

/// <summary>Who may do what: the one table that policies, pages and keys are drawn from.</summary>
public sealed class PermissionTable
{
    /// <summary>May see, invite, change and disable people.</summary>
    public const string ManagePeople = "identity.people";

    /// <summary>May see and revoke everybody's keys.</summary>
    public const string ManageKeys = "identity.keys";

    private static readonly Permission[] Own = [new(ManagePeople, Role.Administrator), new(ManageKeys, Role.Administrator)];

    /// <summary>Makes the table from what the modules registered and the permissions of this room.</summary>
    /// <exception cref="ArgumentException">Two permissions have the same name.</exception>
    public PermissionTable(IReadOnlyList<Permission> modules)
    {
        All = [.. modules.Concat(Own).OrderBy(permission => permission.Name, StringComparer.Ordinal)];
        var twice = All.GroupBy(permission => permission.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new ArgumentException($"Permission '{twice.Key}' is registered twice; give one of them another name.", nameof(modules));
    }

    /// <summary>Every permission, by name.</summary>
    public IReadOnlyList<Permission> All { get; }

    /// <summary>The names of what <paramref name="role"/> may do, its own permissions and those of the roles before it.</summary>
    public IEnumerable<string> Of(Role role) => All.Where(permission => permission.Roles.Any(granted => granted <= role)).Select(permission => permission.Name);
}
