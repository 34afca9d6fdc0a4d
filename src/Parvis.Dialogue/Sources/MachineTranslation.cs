using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Parvis.Dialogue.Sources;

/// <summary>Turns words into another language. What comes back is marked as a machine's until a person has read it.</summary>
internal interface ITranslator
{
    /// <summary>Whether the node's operator has named one; without, nothing is ever sent anywhere.</summary>
    bool IsConfigured { get; }

    /// <summary>The words in another language, or null when the translator did not answer with any.</summary>
    /// <param name="from">BCP 47 tag of the words.</param>
    /// <param name="to">BCP 47 tag wanted.</param>
    Task<string?> TranslateAsync(string words, string from, string to, CancellationToken cancel);
}

/// <summary>What the operator says of a translator: <c>Parvis:Dialogue:Translation</c>.</summary>
internal sealed record TranslationEndpoint
{
    /// <summary>Where words are posted, e.g. <c>http://127.0.0.1:5000/translate</c>; null for none.</summary>
    public Uri? Address { get; init; }

    /// <summary>Sent as <c>api_key</c>; empty for none.</summary>
    public string Key { get; init; } = "";
}

/// <summary>A translator of the operator's own that takes LibreTranslate's request: <c>q</c>, <c>source</c>, <c>target</c>; it answers with <c>translatedText</c>.</summary>
internal sealed class MachineTranslation(TranslationEndpoint endpoint, TimeProvider time) : ITranslator, IDisposable
{
    private const int LongestAnswer = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { MaxResponseContentBufferSize = LongestAnswer, Timeout = Timeout.InfiniteTimeSpan };

    public bool IsConfigured => endpoint.Address is not null;

    public async Task<string?> TranslateAsync(string words, string from, string to, CancellationToken cancel)
    {
        if (endpoint.Address is null) return null;
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { q = words, source = Primary(from), target = Primary(to), format = "text", api_key = endpoint.Key })); // of known length: small servers take no other
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await _http.PostAsync(endpoint.Address, content, either.Token);
            if (!response.IsSuccessStatusCode) return null;
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(either.Token));
            return answer.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("translatedText", out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } translated ? translated : null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return null; // a translator that is away or confused gives no translation, and nothing else fails for it
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What the operator says.</summary>
    public static TranslationEndpoint Endpoint(IConfiguration settings) => settings.GetSection("Parvis:Dialogue:Translation").Get<TranslationEndpoint>() ?? new();

    private static string Primary(string tag) => tag.Split('-')[0];
}
