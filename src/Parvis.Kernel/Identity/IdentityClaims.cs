using System.Security.Claims;

namespace Parvis.Kernel.Identity;

/// <summary>What a request knows about who makes it. Claims stay inside the process, or inside the encrypted session cookie.</summary>
public static class IdentityClaims
{
    /// <summary>Type of the claims that name a permission; policies ask for them.</summary>
    public const string Permission = "permission";

    internal const string Stamp = "stamp";
    internal const string Key = "key";

    /// <summary>Identifier of the person who acts, in person or through a key, or null when nobody is signed in.</summary>
    public static string? PersonId(this ClaimsPrincipal principal) => principal.FindFirstValue(ClaimTypes.NameIdentifier);

    /// <summary>Whether the one who acts has the permission with this name, e.g. to decide whether to show a button.</summary>
    public static bool May(this ClaimsPrincipal principal, string permission) => principal.HasClaim(Permission, permission);

    internal static ClaimsPrincipal Of(Person person, IEnumerable<string> permissions, string scheme, string? key = null)
    {
        List<Claim> claims = [new(ClaimTypes.NameIdentifier, person.Id), new(Stamp, person.Stamp), .. permissions.Select(name => new Claim(Permission, name))];
        if (key is not null) claims.Add(new(Key, key));
        return new(new ClaimsIdentity(claims, scheme));
    }
}
