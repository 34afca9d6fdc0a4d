using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Parvis.Commons.Api;

/// <summary>The refusals of this module's API, as problem details (RFC 9457). They speak English, as the API does.</summary>
internal static class Problems
{
    public static ProblemHttpResult UnknownRecord(string id) => Of(StatusCodes.Status404NotFound, "unknown-record", "There is no such record.", $"No record '{id}' was ever published on this node.");

    public static ProblemHttpResult Gone(string id) => Of(StatusCodes.Status410Gone, "record-gone", "No source speaks of this record any more.", $"Its versions stay at /api/commons/records/{id}/versions.");

    public static ProblemHttpResult NotYetLogged(string id) => Of(StatusCodes.Status503ServiceUnavailable, "not-yet-logged", "The newest version is not in a checkpoint yet.", $"Ask again for '{id}' in a second.");

    public static ProblemHttpResult UnknownSource(string id) => Of(StatusCodes.Status404NotFound, "unknown-source", "There is no such source.", $"This node reads no source '{id}'; /api/commons/sources lists them.");

    public static ProblemHttpResult NothingToCorrect() => Of(StatusCodes.Status409Conflict, "nothing-to-correct", "There is nothing to correct.", "The thing stands alone already, or was never set apart.");

    private static ProblemHttpResult Of(int status, string type, string title, string detail) => TypedResults.Problem(detail, statusCode: status, title: title, type: $"urn:parvis:problem:{type}");
}
