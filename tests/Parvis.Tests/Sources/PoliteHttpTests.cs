using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Parvis.Kernel.Sources;
using Xunit;

namespace Parvis.Tests.Sources;

public sealed class PoliteHttpTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_is_kept_under_its_SHA_256()
    {
        await using var peer = await Peer.StartAsync(async http =>
        {
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync("abc", Cancel);
        });
        var fetched = Assert.IsType<FetchOutcome.Fetched>(await peer.FetchAsync());
        // The digest of "abc" is the worked example of FIPS 180-4.
        Assert.Equal(new KeptFile("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3), fetched.File);
        Assert.Equal("text/plain; charset=utf-8", fetched.MediaType);
        Assert.Equal("abc", await peer.ReadAsync(fetched));
    }

    [Fact]
    public async Task The_server_learns_who_asks()
    {
        await using var peer = await Peer.StartAsync(http => http.Response.WriteAsync(http.Request.Headers.UserAgent.ToString(), Cancel));
        Assert.Matches(@"^Parvis/\d+\.\d+\.\d+ \(\+https://node\.example/\)$", await peer.ReadAsync(await peer.FetchAsync()));
    }

    [Fact]
    public async Task An_unchanged_answer_is_asked_for_by_its_tag_and_not_sent_again()
    {
        var sent = 0;
        await using var peer = await Peer.StartAsync(async http =>
        {
            if (http.Request.Headers.IfNoneMatch == "\"v1\"")
            {
                http.Response.StatusCode = 304;
                return;
            }
            sent++;
            http.Response.Headers.ETag = "\"v1\"";
            http.Response.Headers.Link = "</?page=2>; rel=\"next\"";
            await http.Response.WriteAsync("bees", Cancel);
        });
        var first = Assert.IsType<FetchOutcome.Fetched>(await peer.FetchAsync());
        var second = Assert.IsType<FetchOutcome.Fetched>(await peer.FetchAsync());
        Assert.Equal((1, false, true), (sent, first.Unchanged, second.Unchanged));
        Assert.Equal(first.File, second.File);
        Assert.Equal(new Uri(peer.Address, "/?page=2"), second.Next);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_after_the_time_it_named()
    {
        var asked = new List<DateTimeOffset>();
        Peer? peer = null;
        await using var started = peer = await Peer.StartAsync(async http =>
        {
            asked.Add(peer!.Time.GetUtcNow());
            if (asked.Count == 1)
            {
                http.Response.StatusCode = 429;
                http.Response.Headers.RetryAfter = "100";
                return;
            }
            await http.Response.WriteAsync("now", Cancel);
        });
        Assert.IsType<FetchOutcome.Fetched>(await peer.FetchAsync());
        Assert.True(asked[1] - asked[0] >= TimeSpan.FromSeconds(100), $"{asked[1] - asked[0]}");
    }

    [Fact]
    public async Task A_retry_date_counts_like_seconds()
    {
        var asked = new List<DateTimeOffset>();
        Peer? peer = null;
        await using var started = peer = await Peer.StartAsync(async http =>
        {
            asked.Add(peer!.Time.GetUtcNow());
            if (asked.Count > 1) { await http.Response.WriteAsync("now", Cancel); return; }
            http.Response.StatusCode = 503;
            http.Response.Headers.RetryAfter = asked[0].AddSeconds(120).ToString("R", CultureInfo.InvariantCulture);
        });
        Assert.IsType<FetchOutcome.Fetched>(await peer.FetchAsync());
        Assert.True(asked[1] - asked[0] >= TimeSpan.FromSeconds(119), $"{asked[1] - asked[0]}"); // the date has whole seconds
    }

    [Fact]
    public async Task A_server_that_asks_for_a_day_is_left_alone_and_the_caller_told_when_to_come_again()
    {
        var asked = 0;
        await using var peer = await Peer.StartAsync(http =>
        {
            asked++;
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = "86400";
            return Task.CompletedTask;
        });
        var before = peer.Time.GetUtcNow();
        var failed = Assert.IsType<FetchOutcome.Failed>(await peer.FetchAsync());
        Assert.Equal((FailureReason.Busy, 1), (failed.Reason, asked));
        Assert.True(failed.RetryAt >= before.AddHours(24));
    }

    [Theory]
    [InlineData("RateLimit", "\"api\";r=0;t=90")]
    [InlineData("RateLimit", "limit=500, remaining=0, reset=90")]
    public async Task An_exhausted_rate_limit_is_waited_out(string name, string value)
    {
        var asked = new List<DateTimeOffset>();
        Peer? peer = null;
        await using var started = peer = await Peer.StartAsync(async http =>
        {
            asked.Add(peer!.Time.GetUtcNow());
            http.Response.Headers.Append(name, value);
            await http.Response.WriteAsync("ok", Cancel);
        });
        await peer.FetchAsync("/1");
        await peer.FetchAsync("/2");
        Assert.True(asked[1] - asked[0] >= TimeSpan.FromSeconds(90), $"{asked[1] - asked[0]}");
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_asked_four_times_each_time_after_a_longer_pause()
    {
        var asked = new List<DateTimeOffset>();
        Peer? peer = null;
        await using var started = peer = await Peer.StartAsync(http =>
        {
            asked.Add(peer!.Time.GetUtcNow());
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        }, settings => settings with { FirstBackoff = TimeSpan.FromSeconds(60) });
        var failed = Assert.IsType<FetchOutcome.Failed>(await peer.FetchAsync());
        Assert.Equal((FailureReason.Busy, 503, 4), (failed.Reason, failed.Status, asked.Count));
        // 60, 120 and 240 seconds, each times a jitter of 0.5 to 1.5
        Assert.All(asked.Zip(asked.Skip(1)).Zip([30, 60, 120]), pause => Assert.True((pause.First.Second - pause.First.First).TotalSeconds >= pause.Second * 0.95));
    }

    [Fact]
    public async Task A_server_that_hangs_up_is_unreachable()
    {
        using var liar = new Liar("");
        await using var peer = await Peer.StartAsync(_ => Task.CompletedTask, settings => settings with { AllowedPrivate = [liar.Address.Authority] });
        Assert.Equal(FailureReason.Unreachable, Assert.IsType<FetchOutcome.Failed>(await peer.FetchAsync(liar.Address)).Reason);
    }

    [Fact]
    public async Task A_missing_page_is_not_asked_for_twice()
    {
        var asked = 0;
        await using var peer = await Peer.StartAsync(http => { asked++; http.Response.StatusCode = 404; return Task.CompletedTask; });
        var failed = Assert.IsType<FetchOutcome.Failed>(await peer.FetchAsync());
        Assert.Equal((FailureReason.Status, 404, 1), (failed.Reason, failed.Status, asked));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/", RefusalReason.PrivateAddress)]
    [InlineData("http://10.0.0.1/", RefusalReason.PrivateAddress)]
    [InlineData("http://[::ffff:127.0.0.1]/", RefusalReason.PrivateAddress)]
    [InlineData("http://localhost:9/", RefusalReason.PrivateAddress)]
    [InlineData("http://0x7f.1/", RefusalReason.PrivateAddress)]
    [InlineData("http://2130706433/", RefusalReason.PrivateAddress)]
    [InlineData("file:///etc/passwd", RefusalReason.Scheme)]
    [InlineData("ftp://example.org/", RefusalReason.Scheme)]
    [InlineData("http://user:secret@example.org/", RefusalReason.Credentials)]
    [InlineData("http://[nonsense", RefusalReason.BadRedirect)]
    public async Task A_redirect_is_checked_like_an_address_of_our_own(string target, RefusalReason reason)
    {
        await using var peer = await Peer.StartAsync(http =>
        {
            http.Response.StatusCode = 302;
            http.Response.Headers.Location = target;
            return Task.CompletedTask;
        });
        Assert.Equal(reason, Assert.IsType<FetchOutcome.Refused>(await peer.FetchAsync()).Reason);
    }

    [Fact]
    public async Task Redirects_are_followed_five_times_and_no_more()
    {
        await using var peer = await Peer.StartAsync(async http =>
        {
            var left = int.Parse(http.Request.Path.Value![1..], CultureInfo.InvariantCulture);
            if (left == 0) await http.Response.WriteAsync("there", Cancel);
            else http.Response.Redirect($"/{left - 1}");
        });
        var fetched = Assert.IsType<FetchOutcome.Fetched>(await peer.FetchAsync("/5"));
        Assert.Equal((new Uri(peer.Address, "/5"), new Uri(peer.Address, "/0")), (fetched.Address, fetched.FinalAddress));
        Assert.Equal(RefusalReason.TooManyRedirects, Assert.IsType<FetchOutcome.Refused>(await peer.FetchAsync("/6")).Reason);
    }

    [Fact]
    public async Task A_circle_of_redirects_ends()
    {
        await using var peer = await Peer.StartAsync(http => { http.Response.Redirect("/"); return Task.CompletedTask; });
        Assert.Equal(RefusalReason.TooManyRedirects, Assert.IsType<FetchOutcome.Refused>(await peer.FetchAsync()).Reason);
    }

    [Fact]
    public async Task A_body_that_never_ends_is_cut_at_the_length_allowed()
    {
        await using var peer = await Peer.StartAsync(async http =>
        {
            while (!http.RequestAborted.IsCancellationRequested) await http.Response.Body.WriteAsync(new byte[65_536], http.RequestAborted);
        }, settings => settings with { LongestBody = 1_000_000 });
        Assert.Equal(RefusalReason.TooLarge, Assert.IsType<FetchOutcome.Refused>(await peer.FetchAsync()).Reason);
    }

    [Fact]
    public async Task A_body_that_drips_is_left_when_its_time_is_over()
    {
        await using var peer = await Peer.StartAsync(async http =>
        {
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.WriteAsync(".", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                await Task.Delay(5, http.RequestAborted);
            }
        }, settings => settings with { LongestAnswer = TimeSpan.FromMinutes(10) });
        var refused = Assert.IsType<FetchOutcome.Refused>(await peer.FetchAsync());
        Assert.Equal((RefusalReason.TooSlow, "no end within 00:10:00"), (refused.Reason, refused.Detail));
    }

    [Fact]
    public async Task A_body_that_falls_silent_is_left()
    {
        await using var peer = await Peer.StartAsync(async http =>
        {
            await http.Response.WriteAsync("once", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        }, settings => settings with { LongestSilence = TimeSpan.FromMinutes(5) });
        var refused = Assert.IsType<FetchOutcome.Refused>(await peer.FetchAsync());
        Assert.Equal((RefusalReason.TooSlow, "silent for 00:05:00"), (refused.Reason, refused.Detail));
    }

    [Fact]
    public async Task A_body_shorter_than_announced_is_not_taken_for_whole()
    {
        using var liar = new Liar("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
        await using var peer = await Peer.StartAsync(_ => Task.CompletedTask, settings => settings with { AllowedPrivate = [liar.Address.Authority], MostAttempts = 1 });
        Assert.Equal(FailureReason.Unreachable, Assert.IsType<FetchOutcome.Failed>(await peer.FetchAsync(liar.Address)).Reason);
    }

    [Fact]
    public async Task A_body_announced_as_too_long_is_not_read()
    {
        using var liar = new Liar("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nshort");
        await using var peer = await Peer.StartAsync(_ => Task.CompletedTask, settings => settings with { AllowedPrivate = [liar.Address.Authority] });
        Assert.Equal(RefusalReason.TooLarge, Assert.IsType<FetchOutcome.Refused>(await peer.FetchAsync(liar.Address)).Reason);
    }

    [Fact]
    public async Task Headers_that_never_end_are_refused()
    {
        using var liar = new Liar("HTTP/1.1 200 OK\r\nX-Long: " + new string('x', 100_000) + "\r\n\r\n");
        await using var peer = await Peer.StartAsync(_ => Task.CompletedTask, settings => settings with { AllowedPrivate = [liar.Address.Authority] });
        Assert.Equal(RefusalReason.HeadersTooLarge, Assert.IsType<FetchOutcome.Refused>(await peer.FetchAsync(liar.Address)).Reason);
    }

    [Fact]
    public async Task A_compressed_body_counts_at_its_full_length()
    {
        var bomb = Compress(new byte[50_000_000]);
        Assert.True(bomb.Length < 100_000);
        await using var peer = await Peer.StartAsync(async http =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            await http.Response.Body.WriteAsync(bomb, Cancel);
        }, settings => settings with { LongestBody = 10_000_000 });
        Assert.Equal(RefusalReason.TooLarge, Assert.IsType<FetchOutcome.Refused>(await peer.FetchAsync()).Reason);
    }

    [Fact]
    public async Task A_compressed_body_is_kept_as_what_it_says()
    {
        await using var peer = await Peer.StartAsync(async http =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            await http.Response.Body.WriteAsync(Compress("abc"u8.ToArray()), Cancel);
        });
        Assert.Equal("abc", await peer.ReadAsync(await peer.FetchAsync()));
    }

    [Fact]
    public async Task A_body_that_is_not_in_its_encoding_is_refused()
    {
        await using var peer = await Peer.StartAsync(async http =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            await http.Response.WriteAsync("plain words", Cancel);
        });
        Assert.Equal(RefusalReason.BadEncoding, Assert.IsType<FetchOutcome.Refused>(await peer.FetchAsync()).Reason);
    }

    [Fact]
    public async Task A_host_is_asked_one_thing_at_a_time_with_a_pause_between()
    {
        int now = 0, most = 0;
        var asked = new List<DateTimeOffset>();
        Peer? peer = null;
        await using var started = peer = await Peer.StartAsync(async http =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            asked.Add(peer!.Time.GetUtcNow());
            await Task.Delay(5, Cancel);
            Interlocked.Decrement(ref now);
            await http.Response.WriteAsync("ok", Cancel);
        }, settings => settings with { Pause = TimeSpan.FromSeconds(20) });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(page => peer.FetchAsync($"/{page}")));
        Assert.Equal((1, 4), (most, asked.Count));
        Assert.All(asked.Zip(asked.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(19)));
    }

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize)) gzip.Write(content);
        return compressed.ToArray();
    }
}
