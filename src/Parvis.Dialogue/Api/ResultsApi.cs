using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Parvis.Dialogue.Indicators.Live;
using Parvis.Dialogue.Records;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Identity;

namespace Parvis.Dialogue.Api;

/// <summary>Results of conversations: what everybody may know, the mathematics of Polis' shape, news of new versions, the proof of the tally.</summary>
internal static class ResultsApi
{
    private const string Json = "application/json; charset=utf-8";

    public static void Map(IEndpointRouteBuilder api)
    {
        var results = api.MapGroup("/conversations/{id}");
        results.MapGet("/results", ResultsAsync).WithSummary("The result: groups, what sets them apart, what all share, with n, z, silhouettes, stability and warnings. Of a closed conversation, exactly the bytes that the ledger attests").Produces<PublicResult>();
        results.MapGet("/views", ViewsAsync).WithSummary("The same votes read in two more ways, by statement: bridging (matrix factorisation) and strength in pairs (Bradley and Terry). Computed when somebody asks: 202 while it takes longer").Produces<PublicViews>().Produces<BeingComputed>(StatusCodes.Status202Accepted);
        results.MapGet("/math", MathAsync).WithSummary("The result in the shape of Polis' math-pca2; with participants for those who convene").Produces<object>();
        results.MapGet("/events", EventsAsync).WithSummary("Server-sent events: one of type 'version' for each new result").Produces<string>(contentType: "text/event-stream");
        results.MapGet("/proof", ProofAsync).WithSummary("Proof file (C2SP tlog-proof) of the final tally, for `parvis verify`").Produces<string>(contentType: "text/plain");
    }

    private static async Task<IResult> ResultsAsync(string id, HttpContext context, ConversationRegister register, ResultsAccess access, LiveConversations live, CancellationToken cancel)
    {
        if (await ConversationsApi.FindAsync(id, context.User, register, cancel) is not { } conversation) return Problems.UnknownConversation(id);
        if (await access.RefusalAsync(conversation, context, cancel) is { } refusal) return refusal;
        var result = (await live.CurrentAsync(conversation, cancel))!;
        context.Response.Headers.CacheControl = "no-cache";
        if (conversation.Closing is { } closing) context.Response.Headers.Append("X-Parvis-Ledger-Index", closing.LedgerIndex.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return TypedResults.Bytes(result.Bytes, Json, entityTag: new EntityTagHeaderValue($"\"{result.Digest}\""));
    }

    private static async Task<IResult> ViewsAsync(string id, HttpContext context, ConversationRegister register, ResultsAccess access, LiveConversations live, LiveViews views, CancellationToken cancel)
    {
        if (await ConversationsApi.FindAsync(id, context.User, register, cancel) is not { } conversation) return Problems.UnknownConversation(id);
        if (await access.RefusalAsync(conversation, context, cancel) is { } refusal) return refusal;
        var result = (await live.CurrentAsync(conversation, cancel))!;
        context.Response.Headers.CacheControl = "no-cache";
        if (await views.CurrentAsync(conversation, result, cancel) is { } computed) return TypedResults.Bytes(computed.Bytes, Json, entityTag: new EntityTagHeaderValue($"\"{computed.Digest}\""));
        context.Response.Headers.RetryAfter = "5";
        return TypedResults.Json(new BeingComputed("computing", result.Public.InputDigest), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> MathAsync(string id, HttpContext context, ConversationRegister register, ResultsAccess access, LiveConversations live, CancellationToken cancel)
    {
        if (await ConversationsApi.FindAsync(id, context.User, register, cancel) is not { } conversation) return Problems.UnknownConversation(id);
        if (await access.RefusalAsync(conversation, context, cancel) is { } refusal) return refusal;
        var result = (await live.CurrentAsync(conversation, cancel))!;
        var whole = context.User.May(DialoguePermissions.Convene.Name);
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(MathJson.Of(result, whole), Json, entityTag: new EntityTagHeaderValue($"\"{result.Digest}{(whole ? "-whole" : "")}\""));
    }

    private static async Task<IResult> EventsAsync(string id, HttpContext context, ConversationRegister register, ResultsAccess access, LiveConversations live, EventStreams streams)
    {
        var cancel = context.RequestAborted;
        if (await ConversationsApi.FindAsync(id, context.User, register, cancel) is not { } conversation) return Problems.UnknownConversation(id);
        if (await access.RefusalAsync(conversation, context, cancel) is { } refusal) return refusal;
        if (!streams.TryOpen()) return Problems.Busy(context);
        try
        {
            await StreamAsync(context, live.Of(id), (await live.CurrentAsync(conversation, cancel))!, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // the reader left: that is how a stream ends
        }
        finally
        {
            streams.Close();
        }
        return TypedResults.Empty;
    }

    private static async Task StreamAsync(HttpContext context, LiveConversation live, LiveResult result, CancellationToken cancel)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.Append("X-Accel-Buffering", "no"); // which a proxy before the node may understand
        var next = live.Broadcast.Next;
        ReadOnlyMemory<byte>? message = LiveConversation.Message(live.Current ?? result);
        while (message is { } news)
        {
            await context.Response.Body.WriteAsync(news, cancel);
            await context.Response.Body.FlushAsync(cancel);
            message = await next.WaitAsync(cancel);
            next = live.Broadcast.Next;
        }
    }

    private static async Task<IResult> ProofAsync(string id, HttpContext context, ConversationRegister register, IEvidenceLog log, TimeProvider time, CancellationToken cancel)
    {
        if (await ConversationsApi.FindAsync(id, context.User, register, cancel) is not { } conversation) return Problems.UnknownConversation(id);
        if (conversation.Closing is not { } closing) return Problems.NoTally(id);
        return await log.ProveSoonAsync(closing.LedgerIndex, time, cancel) is { } proof
            ? TypedResults.File(Encoding.UTF8.GetBytes(proof), "text/plain; charset=utf-8", $"{id}.json.tlog-proof")
            : Problems.NotYetLogged(id);
    }

    /// <summary>An answer that is not there yet; ask again.</summary>
    /// <param name="State"><c>computing</c>.</param>
    /// <param name="InputDigest">Of the result that it will be about, or of a later one.</param>
    internal sealed record BeingComputed(string State, string InputDigest);
}
