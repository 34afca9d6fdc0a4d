using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Parvis.Api;

/// <summary>Says of a request that could not be read what is wrong with it, and where in the JSON, as problem details (RFC 9457).</summary>
internal sealed class UnreadableRequests(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException unreadable) return false;
        httpContext.Response.StatusCode = unreadable.StatusCode;
        return await problems.TryWriteAsync(new()
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = unreadable.StatusCode, Type = "urn:parvis:problem:unreadable-request", Title = "The request cannot be read.", Detail = Detail(httpContext.Request, unreadable) },
        });
    }

    private static string Detail(HttpRequest request, BadHttpRequestException unreadable) => unreadable.InnerException is JsonException json
        ? string.Create(CultureInfo.InvariantCulture, $"The JSON is not what is asked for at {json.Path ?? "$"}, line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}; /openapi/v1.json describes it.")
        : request.ContentLength == 0 ? "The body is empty; /openapi/v1.json describes what is asked for." : unreadable.Message;
}
