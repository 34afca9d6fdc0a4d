using System.Net;
using System.Net.Sockets;
using System.Text;
using Parvis.Dialogue.Sources;
using Xunit;

namespace Parvis.Dialogue.Tests.Conversations;

/// <summary>A translator is asked as it expects, and none of its moods does harm.</summary>
public sealed class MachineTranslationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("200 OK", """{"translatedText":"Plus de bancs"}""", "Plus de bancs")]
    [InlineData("200 OK", """{"translatedText":7}""", null)]
    [InlineData("200 OK", "[]", null)]
    [InlineData("200 OK", "not json", null)]
    [InlineData("500 Oh", "", null)]
    [InlineData("302 Found", "", null)]
    public async Task It_gives_the_words_or_none(string status, string body, string? expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = AnswerAsync(listener, status, body);
        using var translator = new MachineTranslation(new() { Address = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/translate"), Key = "k" }, TimeProvider.System);
        Assert.Equal(expected, await translator.TranslateAsync("More benches", "en-GB", "fr", Cancel));
        var request = await asked;
        Assert.StartsWith("POST /translate", request, StringComparison.Ordinal);
        Assert.EndsWith("""{"q":"More benches","source":"en","target":"fr","format":"text","api_key":"k"}""", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_address_nothing_is_asked()
    {
        using var translator = new MachineTranslation(new(), TimeProvider.System);
        Assert.False(translator.IsConfigured);
        Assert.Null(await translator.TranslateAsync("More benches", "en", "fr", Cancel));
    }

    [Fact]
    public async Task A_translator_that_is_away_gives_none()
    {
        using var translator = new MachineTranslation(new() { Address = new("http://127.0.0.1:1/translate") }, TimeProvider.System);
        Assert.Null(await translator.TranslateAsync("More benches", "en", "fr", Cancel));
    }

    private static async Task<string> AnswerAsync(TcpListener listener, string status, string body)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancel);
        var stream = client.GetStream();
        var (buffer, request) = (new byte[4096], "");
        while (!request.EndsWith('}'))
        {
            var length = await stream.ReadAsync(buffer, Cancel);
            if (length == 0) return request;
            request += Encoding.UTF8.GetString(buffer, 0, length);
        }
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nLocation: http://127.0.0.1:1/\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), Cancel);
        return request;
    }
}
