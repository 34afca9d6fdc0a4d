using Microsoft.Net.Http.Headers;
using Parvis.Kernel.Sources;

namespace Parvis.Api;

/// <summary>The bytes that sources gave, exactly: <c>/api/kept/{sha256}</c>.</summary>
internal static class KeptEndpoints
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/kept/{sha256:length(64)}", Read).WithTags("node").WithSummary("Bytes that were fetched, by their SHA-256").Produces<byte[]>(contentType: "application/octet-stream");

    // Somebody else's bytes: never shown in place, only saved.
    private static IResult Read(string sha256, HttpContext context, KeptBytes kept)
    {
        if (!sha256.All(char.IsAsciiHexDigitLower) || kept.Open(sha256) is not { } stream) return TypedResults.Problem($"No bytes with the SHA-256 {sha256} are kept on this node.", statusCode: StatusCodes.Status404NotFound, title: "These bytes are not kept here.");
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Stream(stream, "application/octet-stream", $"{sha256}.bin", entityTag: new EntityTagHeaderValue($"\"{sha256}\""), enableRangeProcessing: true);
    }
}
