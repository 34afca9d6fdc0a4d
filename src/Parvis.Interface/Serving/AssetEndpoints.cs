using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Parvis.Interface.Serving;

/// <summary>Serves <see cref="AssetFiles"/> at <c>/assets/{name}.{hash8}.{ext}</c>.</summary>
public static class AssetEndpoints
{
    /// <summary>Adds the one endpoint.</summary>
    /// <param name="endpoints">The node's endpoints.</param>
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/assets/{file}", [HttpMethods.Get, HttpMethods.Head], ServeAsync).ExcludeFromDescription();

    private static async Task ServeAsync(HttpContext context, string file)
    {
        var response = context.Response;
        if (!AssetFiles.ByHashedName.TryGetValue(file, out var asset))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var (coding, bytes) = asset.For(context.Request.Headers.AcceptEncoding.ToString());
        response.ContentType = asset.MediaType;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.Vary = "Accept-Encoding";
        if (coding is not null) response.Headers.ContentEncoding = coding;
        if (HttpMethods.IsGet(context.Request.Method)) await response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
