using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Parvis.Identity;
using Xunit;

namespace Parvis.Tests.Identity;

/// <summary>What a browser does: keeps cookies, says where its requests come from, does not follow redirects here.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _client;

    public Browser(HttpMessageHandler handler, Uri origin)
    {
        _client = new HttpClient(new Jar(handler, Cookies)) { BaseAddress = origin };
        Origin = origin.GetLeftPart(UriPartial.Authority);
    }

    public CookieContainer Cookies { get; } = new();

    public string Origin { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path, Cancel);

    public Task<string> ReadAsync(string path) => _client.GetStringAsync(path, Cancel);

    /// <summary>Posts a form of a page of this node, with its token.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        var token = await ReadAsync("/test/token");
        return await SendAsync(path, new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("__RequestVerificationToken", token)]), "same-origin");
    }

    public Task<HttpResponseMessage> PostJsonAsync(string path, object body) => SendAsync(path, JsonContent.Create(body), "same-origin");

    /// <summary>Posts as a page of <paramref name="site"/> would make the browser do it.</summary>
    public Task<HttpResponseMessage> SendAsync(string path, HttpContent content, string? site, string? origin = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        if (site is not null || origin is not null) request.Headers.Add("Origin", origin ?? Origin);
        return _client.SendAsync(request, Cancel);
    }

    /// <summary>Sends a request with a key, without cookies of a session.</summary>
    public Task<HttpResponseMessage> WithKeyAsync(HttpMethod method, string path, string token)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return _client.SendAsync(request, Cancel);
    }

    /// <summary>What the next page would show of the last form.</summary>
    public async Task<FormMemory> MemoryAsync() => (await _client.GetFromJsonAsync<FormMemory>("/test/memory", Cancel))!;

    public void Dispose() => _client.Dispose();

    private sealed class Jar(HttpMessageHandler inner, CookieContainer cookies) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var address = request.RequestUri!;
            if (cookies.GetCookieHeader(address) is { Length: > 0 } header) request.Headers.Add("Cookie", header);
            var answer = await base.SendAsync(request, cancellationToken);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : []) cookies.SetCookies(address, cookie);
            return answer;
        }
    }
}
