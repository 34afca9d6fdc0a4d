namespace Parvis.Api;

/// <summary>HEAD is GET without the body (RFC 9110 §9.3.2), at every address: inside, it is a GET; the server sends no body after it.</summary>
internal static class HeadAsGet
{
    public static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    }
}
