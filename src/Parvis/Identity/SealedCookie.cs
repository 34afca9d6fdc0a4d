using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Parvis.Identity;

/// <summary>Short-lived cookies that only this node can read and write.</summary>
internal sealed class SealedCookie(IDataProtectionProvider protection, TimeProvider time)
{
    private sealed record Sealed(DateTimeOffset ExpiresAt, JsonElement Value);

    /// <summary>Gives the browser a value to bring back.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The cookie's name, and what it may be used for.</param>
    /// <param name="value">Written as JSON.</param>
    /// <param name="lifetime">How long it may be brought back.</param>
    public void Write<T>(HttpContext context, string name, T value, TimeSpan lifetime)
    {
        var content = JsonSerializer.Serialize(new Sealed(time.GetUtcNow() + lifetime, JsonSerializer.SerializeToElement(value)));
        context.Response.Cookies.Append(name, protection.CreateProtector(name).Protect(content), Options(context, lifetime));
    }

    /// <summary>The value the browser brought back, and takes the cookie away; the default when there is none, it is over, or it is not ours.</summary>
    public T? Take<T>(HttpContext context, string name)
    {
        if (context.Request.Cookies[name] is not { } cookie) return default;
        context.Response.Cookies.Delete(name, Options(context, null));
        try
        {
            var opened = JsonSerializer.Deserialize<Sealed>(protection.CreateProtector(name).Unprotect(cookie))!;
            return opened.ExpiresAt > time.GetUtcNow() ? opened.Value.Deserialize<T>() : default;
        }
        catch (CryptographicException)
        {
            return default; // forged, or sealed with a key this node no longer has
        }
    }

    private static CookieOptions Options(HttpContext context, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = lifetime,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    };
}
