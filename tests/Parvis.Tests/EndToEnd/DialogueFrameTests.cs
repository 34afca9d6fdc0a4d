using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Dialogue.Records;
using Parvis.Kernel.Languages;
using Xunit;

namespace Parvis.Tests.EndToEnd;

/// <summary>The frame for other sites, as a browser asks for it over HTTP.</summary>
public sealed partial class DialogueFrameTests(ServedConversation node) : IClassFixture<ServedConversation>
{
    private const string Crowd = "198.51.100.7";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_https_whoever_has_answered_is_known_in_the_next_frame_by_a_cookie_for_that_frame_alone()
    {
        var id = await node.OpenAsync();
        using var opened = await SendAsync(HttpMethod.Get, id, https: true);
        Assert.False(opened.Headers.Contains("Set-Cookie")); // who only looks is given none
        Assert.True(opened.Headers.CacheControl?.NoStore);
        var token = await TokenAsync(opened);
        using var answered = await SendAsync(HttpMethod.Post, id, https: true, Vote(token, 0));
        Assert.True(answered.Headers.CacheControl?.NoStore);
        Assert.Equal(
            InterfaceLanguages.All.Select(language => $"__Secure-parvis-frame={token}; max-age=31536000; path=/{language}/dialogue/{id}/embed; secure; samesite=none; httponly; Partitioned"),
            answered.Headers.GetValues("Set-Cookie"));
        using var again = await SendAsync(HttpMethod.Get, id, https: true, cookie: $"__Secure-parvis-frame={token}");
        Assert.Equal(token, await TokenAsync(again));
        Assert.Contains("9 statements are left for you", await again.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var cookieAlone = await SendAsync(HttpMethod.Post, id, https: true, Vote("", 1), $"__Secure-parvis-frame={token}");
        Assert.Equal(HttpStatusCode.Forbidden, cookieAlone.StatusCode);
        using var plain = await SendAsync(HttpMethod.Post, id, https: false, Vote(token, 1));
        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
        Assert.False(plain.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Nothing_but_the_frame_takes_its_token_and_the_frame_takes_no_other()
    {
        var id = await node.OpenAsync();
        using var opened = await SendAsync(HttpMethod.Get, id, https: false);
        using var program = await node.VoteAsync(id, await TokenAsync(opened), 0, "agree");
        Assert.Equal(HttpStatusCode.Unauthorized, program.StatusCode);
        using var frame = await SendAsync(HttpMethod.Post, id, https: false, Vote(await node.ComeAsync(id), 0));
        Assert.Equal(HttpStatusCode.Forbidden, frame.StatusCode);
    }

    [Fact]
    public async Task A_flood_from_frames_meets_the_limits_of_participants_and_networks()
    {
        var id = await node.OpenAsync(3);
        var (tokens, limits) = (node.Services.GetRequiredService<ParticipantTokens>(), node.Services.GetRequiredService<ParticipationLimits>());
        var (flooder, other) = (tokens.NewOfFrame(), tokens.NewOfFrame());
        var refused = false;
        for (var i = 0; i < 200 && !refused; i++)
        {
            using var answer = await SendAsync(HttpMethod.Post, id, https: false, Vote(flooder, i % 3, $"f{i}"));
            refused = answer.StatusCode == HttpStatusCode.TooManyRequests;
            if (refused) Assert.Contains("That was too often", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
        Assert.True(refused);
        using var goesOn = await SendAsync(HttpMethod.Post, id, https: false, Vote(other, 0));
        Assert.Equal(HttpStatusCode.OK, goesOn.StatusCode);
        while (limits.Take(Participation.Come, "", IPAddress.Parse(Crowd)) is null) Cancel.ThrowIfCancellationRequested();
        using var newcomer = await SendAsync(HttpMethod.Post, id, https: false, Vote(tokens.NewOfFrame(), 0), from: Crowd);
        Assert.Equal(HttpStatusCode.TooManyRequests, newcomer.StatusCode);
        using var stillGoesOn = await SendAsync(HttpMethod.Post, id, https: false, Vote(other, 1), from: Crowd);
        Assert.Equal(HttpStatusCode.OK, stillGoesOn.StatusCode);
    }

    [Fact]
    public async Task What_is_refused_is_said_and_an_unknown_conversation_is_not_found()
    {
        var (id, invited) = (await node.OpenAsync(2), await node.OpenAsync(2, new { inviteOnly = true }));
        var tokens = node.Services.GetRequiredService<ParticipantTokens>();
        await SaysAsync(id, Vote(tokens.NewOfFrame(), 77), HttpStatusCode.NotFound, "That statement is not shown any more.");
        await SaysAsync(invited, Vote(tokens.NewOfFrame(), 0), HttpStatusCode.Forbidden, "This conversation is for those invited.");
        await SaysAsync("nowhere", Vote(tokens.NewOfFrame(), 0), HttpStatusCode.NotFound, "");
        await node.JsonAsync(HttpMethod.Post, $"conversations/{id}/close", key: node.Key);
        await SaysAsync(id, Vote(tokens.NewOfFrame(), 0), HttpStatusCode.Conflict, "The conversation does not take that now.");
    }

    private async Task SaysAsync(string id, IReadOnlyDictionary<string, string> form, HttpStatusCode status, string words)
    {
        using var answer = await SendAsync(HttpMethod.Post, id, https: false, form);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string id, bool https, IReadOnlyDictionary<string, string>? form = null, string? cookie = null, string? from = null)
    {
        var request = new HttpRequestMessage(method, $"/en/dialogue/{id}/embed");
        if (https) request.Headers.Add("X-Forwarded-Proto", "https"); // as a proxy on this machine says it
        if (from is not null) request.Headers.Add("X-Forwarded-For", from);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        if (form is not null) request.Content = new FormUrlEncodedContent(form);
        return node.Client.SendAsync(request, Cancel);
    }

    private static Dictionary<string, string> Vote(string token, int statement, string client = "c") => new()
    {
        ["participant"] = token,
        ["statement"] = $"{statement}",
        ["client"] = $"{client}-{statement}",
        ["vote"] = "agree",
    };

    private static async Task<string> TokenAsync(HttpResponseMessage frame) => Token().Match(await frame.Content.ReadAsStringAsync(Cancel)).Groups["token"].Value;

    [GeneratedRegex("name=\"participant\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
