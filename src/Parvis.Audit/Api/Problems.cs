using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Parvis.Audit.Decisions;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Api;

/// <summary>The refusals of this module's API, as problem details (RFC 9457). They speak English, as the API does.</summary>
internal static class Problems
{
    public static ProblemHttpResult UnknownAudit(string id) => Of(StatusCodes.Status404NotFound, "unknown-audit", "There is no such audit.", $"No audit '{id}' was asked for on this node.");

    public static ProblemHttpResult NotMade(string id) => Of(StatusCodes.Status409Conflict, "audit-not-made", "The audit is not made yet.", $"/api/audit/{id} says how far it is.");

    public static ProblemHttpResult NotYetLogged(string id) => Of(StatusCodes.Status503ServiceUnavailable, "not-yet-logged", "The report is not in a checkpoint yet.", $"Ask again for '{id}' in a second.");

    public static ValidationProblem NoReply() => TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["name"] = [string.Create(CultureInfo.InvariantCulture, $"A reply is signed with a name of at most {Replies.LongestName} characters.")],
        ["words"] = [string.Create(CultureInfo.InvariantCulture, $"A reply has words, at most {Replies.LongestWords:N0} characters.")],
    });

    public static ProblemHttpResult Upload(UploadProblem problem, UploadLimits limits) => problem switch
    {
        UploadProblem.TooLarge => Of(StatusCodes.Status413PayloadTooLarge, "upload-too-large", "The files are too large.", string.Create(CultureInfo.InvariantCulture, $"This node takes {limits.Bytes:N0} bytes at once; nothing was kept. Audit larger ones with the command line.")),
        UploadProblem.TooMany => Of(StatusCodes.Status413PayloadTooLarge, "upload-too-many", "There are too many files.", string.Create(CultureInfo.InvariantCulture, $"This node takes {limits.Files:N0} files at once; nothing was kept. Send them as one archive.")),
        UploadProblem.Empty => Of(StatusCodes.Status400BadRequest, "upload-empty", "There is no file.", "Send one or more parts with a file name, as multipart/form-data."),
        UploadProblem.Address => Of(StatusCodes.Status400BadRequest, "not-an-address", "This is no address that the node fetches from.", "Give a public http or https address without credentials."),
        UploadProblem.Waiting => Of(StatusCodes.Status429TooManyRequests, "too-many-waiting", "Too many of your audits are waiting.", "Ask again when one of them is made."),
        UploadProblem.Forged => Of(StatusCodes.Status400BadRequest, "upload-forged", "The form is not one of this node's.", "Open the page again and send the form from there."),
        _ => Of(StatusCodes.Status400BadRequest, "upload-malformed", "The form cannot be read.", "Send multipart/form-data (RFC 7578); nothing was kept."),
    };

    private static ProblemHttpResult Of(int status, string type, string title, string detail) => TypedResults.Problem(detail, statusCode: status, title: title, type: $"urn:parvis:problem:{type}");
}
