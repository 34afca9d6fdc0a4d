using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Parvis.Audit.Jobs;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Api;

/// <summary>What came of an upload.</summary>
internal abstract record UploadOutcome
{
    private UploadOutcome()
    {
    }

    /// <summary>It is complete, and its audit is asked for.</summary>
    public sealed record Asked(string Id) : UploadOutcome;

    /// <summary>It was not taken; nothing of it is left.</summary>
    public sealed record Refused(UploadProblem Problem) : UploadOutcome;
}

/// <summary>Takes files from a multipart form (RFC 7578) as they come: none is ever held in memory, none is seen until all are there.</summary>
internal static class MultipartUpload
{
    private const int Envelope = 1 << 20; // bytes a form may have besides its files' own
    private const int LongestField = 8 << 10;

    /// <summary>Reads the form and asks for the audit of its files.</summary>
    /// <param name="request">The request; its body is read here and nowhere before.</param>
    /// <param name="person">Id of who asks.</param>
    /// <param name="uploads">Where files wait.</param>
    /// <param name="requests">Where audits are asked for.</param>
    /// <param name="isOwn">Judges, from the fields before the first file, whether the form is one of this node's.</param>
    /// <param name="cancel">Stops; nothing of the upload is left then.</param>
    public static async Task<UploadOutcome> ReadAsync(HttpRequest request, string person, Uploads uploads, AuditRequests requests, Func<IReadOnlyDictionary<string, string>, Task<bool>> isOwn, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 70 } boundary)
            return new UploadOutcome.Refused(UploadProblem.Malformed);
        if (await requests.HasEnoughAsync(person, cancel)) return new UploadOutcome.Refused(UploadProblem.Waiting);
        var most = uploads.Limits.Bytes + Envelope;
        if (request.ContentLength > most) return new UploadOutcome.Refused(UploadProblem.TooLarge);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body) body.MaxRequestBodySize = most;
        var id = requests.NewId();
        using var upload = uploads.Begin(id);
        try
        {
            if (await ReadAsync(new MultipartReader(boundary, request.Body), upload, isOwn, cancel) is not { } fields) return new UploadOutcome.Refused(UploadProblem.Forged);
            if (upload.Files == 0) return new UploadOutcome.Refused(UploadProblem.Empty);
            await requests.AskAsync(id, fields.GetValueOrDefault("name"), await requests.KnownAsync(fields.GetValueOrDefault("record"), cancel), upload, person, cancel);
            return new UploadOutcome.Asked(id);
        }
        catch (UploadLimitException over)
        {
            return new UploadOutcome.Refused(over.Problem);
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new UploadOutcome.Refused(UploadProblem.TooLarge);
        }
        catch (Exception broken) when (broken is InvalidDataException or BadHttpRequestException || IsOfTheForm(broken))
        {
            return new UploadOutcome.Refused(UploadProblem.Malformed);
        }
    }

    // A form that ends too early is an IOException too, but one without the number of an error of the system, such as a full disk.
    private static bool IsOfTheForm(Exception broken) => broken is IOException { HResult: unchecked((int)0x80131620) };

    private static async Task<IReadOnlyDictionary<string, string>?> ReadAsync(MultipartReader reader, Upload upload, Func<IReadOnlyDictionary<string, string>, Task<bool>> isOwn, CancellationToken cancel)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var judged = false;
        while (await reader.ReadNextSectionAsync(cancel) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) throw new InvalidDataException("A part says nothing of what it is.");
            if (disposition.IsFileDisposition())
            {
                if (!judged && !await isOwn(fields)) return null;
                judged = true;
                if (Name(disposition) is { Length: > 0 } name) await upload.AddAsync(name, section.Body, cancel); // a browser sends a part without a name where no file was chosen
            }
            else
            {
                fields[HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? ""] = await FieldAsync(section.Body, cancel);
            }
        }
        return judged || await isOwn(fields) ? fields : null;
    }

    private static string? Name(ContentDispositionHeaderValue disposition) => HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;

    private static async Task<string> FieldAsync(Stream body, CancellationToken cancel)
    {
        var bytes = new byte[LongestField + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        return length > LongestField ? throw new InvalidDataException("A field is too long.") : System.Text.Encoding.UTF8.GetString(bytes, 0, length);
    }
}
