using Microsoft.AspNetCore.Http;

namespace Parvis.Kernel.Modules;

/// <summary>How the node calls itself and where it is found.</summary>
/// <param name="Name">Its name, as pages show it.</param>
/// <param name="Address">Its public address; null while it is only reached on its own machine.</param>
public sealed record NodeProfile(string Name, Uri? Address)
{
    /// <summary>The address that links in <paramref name="request"/>'s answer begin with, without a slash at the end.</summary>
    public string BaseOf(HttpRequest request) => Address?.AbsoluteUri.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
}
