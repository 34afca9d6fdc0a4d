namespace Parvis.Identity;

/// <summary>The address that links in messages begin with.</summary>
/// <param name="Configured"><c>Parvis:Address</c>, e.g. <c>https://node.example</c>, or null.</param>
internal sealed record NodeAddress(Uri? Configured)
{
    /// <summary>Scheme and host, without a slash at the end.</summary>
    public string Of(HttpRequest request) => Configured is null ? $"{request.Scheme}://{request.Host}" : Configured.GetLeftPart(UriPartial.Authority);
}
