namespace Parvis.Identity;

/// <summary>The two ways in which a request says who makes it, and the one that chooses between them.</summary>
internal static class Schemes
{
    /// <summary><c>Authorization: Bearer</c> goes to <see cref="ApiKey"/>, everything else to <see cref="Session"/>.</summary>
    public const string Either = "Parvis";
    public const string Session = "Session";
    public const string ApiKey = "ApiKey";
    public const string OpenIdConnect = "OpenIdConnect";
}
