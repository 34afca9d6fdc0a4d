using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Sources;

/// <summary>The only way out of the process. Asks again only for what changed, waits when asked to, keeps every answer's bytes, reaches public addresses only, and gives up on servers that never end.</summary>
/// <remarks>Any port is allowed: open data is served on many. No proxy, no cookies, no credentials.</remarks>
public sealed partial class PoliteHttp : IDisposable
{
    private readonly SourcesSettings _settings;
    private readonly KeptBytes _kept;
    private readonly FetchLog _log;
    private readonly TimeProvider _time;
    private readonly HostQueue _hosts;
    private readonly HttpMessageInvoker _http;
    private readonly Random _jitter;
    private readonly string _agent;
    private readonly IReadOnlyList<AllowedPeer> _allowed;

    /// <summary>Prepares fetching; connects to nothing yet.</summary>
    /// <exception cref="FormatException">A line of <see cref="SourcesSettings.AllowedPrivate"/> cannot be read.</exception>
    public PoliteHttp(SourcesSettings settings, KeptBytes kept, Database database, TimeProvider time)
    {
        (_settings, _kept, _time) = (settings, kept, time);
        _log = new FetchLog(database);
        _hosts = new HostQueue(settings, time);
        _jitter = new Random(settings.Seed);
        _agent = Agent(settings.NodeAddress);
        _allowed = [.. settings.AllowedPrivate.Select(AllowedPeer.Parse)];
        var connection = new GuardedConnection(_allowed);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // each hop is checked by us
            UseCookies = false,
            UseProxy = false, // a proxy would resolve names behind our back
            ActivityHeadersPropagator = null, // our traces are nobody else's business
            AutomaticDecompression = DecompressionMethods.All,
            MaxResponseHeadersLength = settings.LongestHeaders,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = connection.ConnectAsync,
        });
    }

    /// <summary>Fetches <paramref name="request"/>, following redirects and coming back to busy servers.</summary>
    /// <returns>What came of it; every expected failure of a server is a case of <see cref="FetchOutcome"/>.</returns>
    public async Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await FollowAsync(request, attempt, cancel);
            var mayPass = outcome is FetchOutcome.Failed { Reason: not FailureReason.Status };
            if (!mayPass || attempt >= _settings.MostAttempts) return outcome;
        }
    }

    /// <summary>True when <paramref name="address"/> names, without asking anybody, a host that would be refused: <c>localhost</c> or a private address in figures. A name is only judged when it is fetched.</summary>
    public bool IsPrivate(Uri address)
    {
        var host = address.IdnHost;
        var here = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        if (!here && !IPAddress.TryParse(host, out _)) return false;
        var place = here ? IPAddress.Loopback : IPAddress.Parse(host);
        return !PublicAddress.Is(place) && !_allowed.Any(line => line.Allows(new DnsEndPoint(host, address.Port), place));
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<FetchOutcome> FollowAsync(FetchRequest request, int attempt, CancellationToken cancel)
    {
        var address = request.Address;
        for (var redirects = 0; redirects <= _settings.MostRedirects; redirects++)
        {
            if (Objection(request, address) is { } objection) return objection;
            var (outcome, next) = await AskAsync(request, address, attempt, cancel);
            if (outcome is not null) return outcome;
            if (address.Scheme == Uri.UriSchemeHttps && next!.Scheme == Uri.UriSchemeHttp) return new FetchOutcome.Refused(request.Address, RefusalReason.BadRedirect, $"{address} to {next}");
            address = next!;
        }
        return new FetchOutcome.Refused(request.Address, RefusalReason.TooManyRedirects, $"more than {_settings.MostRedirects}, last to {address}");
    }

    private static FetchOutcome.Refused? Objection(FetchRequest request, Uri address)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)) return new(request.Address, RefusalReason.Scheme, address.OriginalString);
        return address.UserInfo.Length > 0 ? new(request.Address, RefusalReason.Credentials, address.Host) : null;
    }

    private async Task<(FetchOutcome? Outcome, Uri? Redirect)> AskAsync(FetchRequest request, Uri address, int attempt, CancellationToken cancel)
    {
        var known = await _log.LastAsync(address, request.Accept, cancel);
        if (known is not null && _kept.Find(known.Sha256) is null) known = null;
        var (turn, restsUntil) = await _hosts.EnterAsync(address, cancel);
        if (turn is null) return (new FetchOutcome.Failed(request.Address, FailureReason.Busy, null, address.Authority, restsUntil), null);
        using (turn)
        {
            using var patience = new Patience(_settings, _time, cancel);
            var exchange = new Exchange(request, address, known, attempt, turn, patience);
            try
            {
                using var message = Message(request, address, known);
                using var response = await _http.SendAsync(message, patience.Token);
                return await ReadAsync(exchange, response, cancel);
            }
            catch (HttpRequestException failure)
            {
                return (NoAnswer(exchange, failure), null);
            }
            catch (BodyException failure)
            {
                return (NoBody(exchange, failure), null);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return (OutOfTime(exchange), null);
            }
        }
    }

    private HttpRequestMessage Message(FetchRequest request, Uri address, FetchLog.Answer? known)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, address);
        message.Headers.TryAddWithoutValidation("User-Agent", _agent);
        message.Headers.TryAddWithoutValidation("Accept", request.Accept ?? "*/*");
        if (known?.Etag is { } etag) message.Headers.TryAddWithoutValidation("If-None-Match", etag);
        if (known?.LastModified is { } modified) message.Headers.TryAddWithoutValidation("If-Modified-Since", modified);
        return message;
    }

    private async Task<(FetchOutcome?, Uri?)> ReadAsync(Exchange exchange, HttpResponseMessage response, CancellationToken cancel)
    {
        var rest = ServerPatience.RestsUntil(response.Headers, _time.GetUtcNow());
        if (rest is { } until) exchange.Turn.RestUntil(until);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => (await KeepAsync(exchange, response, cancel), null),
            HttpStatusCode.NotModified when exchange.Known is { } known => (await ConfirmAsync(exchange, known, cancel), null),
            HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect => Redirect(exchange, response),
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => (Busy(exchange, response, rest), null),
            _ => (new FetchOutcome.Failed(exchange.Asked, FailureReason.Status, (int)response.StatusCode, response.ReasonPhrase ?? ""), null),
        };
    }

    private async Task<FetchOutcome> KeepAsync(Exchange exchange, HttpResponseMessage response, CancellationToken cancel)
    {
        var limit = exchange.Request.LongestBody ?? _settings.LongestBody;
        if (response.Content.Headers.ContentLength is { } length && length > limit) throw new BodyException.TooLarge($"{length} bytes announced, {limit} allowed");
        exchange.Patience.BodyBegan = true;
        await using var body = await response.Content.ReadAsStreamAsync(exchange.Patience.Token);
        var file = await _kept.KeepAsync(new BoundedStream(body, limit, exchange.Patience.Renew, exchange.Request.Received), exchange.Patience.Token);
        var next = NextPage(exchange.Address, response.Headers);
        var answer = new FetchLog.Answer(First(response.Headers, "ETag"), First(response.Content.Headers, "Last-Modified"), file.Sha256, First(response.Content.Headers, "Content-Type") ?? "application/octet-stream", next?.AbsoluteUri);
        var at = _time.GetUtcNow();
        await _log.SaveAsync(exchange.Address, exchange.Request.Accept, answer, at, cancel);
        return new FetchOutcome.Fetched(exchange.Asked, file, answer.MediaType, at, exchange.Address, Unchanged: false, next);
    }

    private async Task<FetchOutcome> ConfirmAsync(Exchange exchange, FetchLog.Answer known, CancellationToken cancel)
    {
        var at = _time.GetUtcNow();
        await _log.ConfirmAsync(exchange.Address, exchange.Request.Accept, at, cancel);
        var next = known.NextAddress is { } page ? new Uri(page) : null;
        return new FetchOutcome.Fetched(exchange.Asked, _kept.Find(known.Sha256)!, known.MediaType, at, exchange.Address, Unchanged: true, next);
    }

    private static (FetchOutcome?, Uri?) Redirect(Exchange exchange, HttpResponseMessage response) =>
        First(response.Headers, "Location") is { } location && Uri.TryCreate(exchange.Address, location, out var next)
            ? (null, next)
            : (new FetchOutcome.Refused(exchange.Asked, RefusalReason.BadRedirect, $"{exchange.Address} to '{First(response.Headers, "Location")}'"), null);

    private FetchOutcome.Failed Busy(Exchange exchange, HttpResponseMessage response, DateTimeOffset? rest)
    {
        exchange.Turn.RestUntil(_time.GetUtcNow() + Backoff(exchange.Attempt));
        return new(exchange.Asked, FailureReason.Busy, (int)response.StatusCode, response.ReasonPhrase ?? "", rest);
    }

    private FetchOutcome NoAnswer(Exchange exchange, HttpRequestException failure) => failure switch
    {
        { InnerException: PrivateAddressException inner } => new FetchOutcome.Refused(exchange.Asked, RefusalReason.PrivateAddress, inner.Message),
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => new FetchOutcome.Refused(exchange.Asked, RefusalReason.HeadersTooLarge, $"more than {_settings.LongestHeaders} KB"),
        _ => Unreachable(exchange, failure.Message),
    };

    private FetchOutcome NoBody(Exchange exchange, BodyException failure) => failure switch
    {
        BodyException.TooLarge => new FetchOutcome.Refused(exchange.Asked, RefusalReason.TooLarge, failure.Message),
        BodyException.BadEncoding => new FetchOutcome.Refused(exchange.Asked, RefusalReason.BadEncoding, failure.Message),
        _ => Unreachable(exchange, failure.Message),
    };

    private FetchOutcome OutOfTime(Exchange exchange) => exchange.Patience.BodyBegan
        ? new FetchOutcome.Refused(exchange.Asked, RefusalReason.TooSlow, exchange.Patience.Limit)
        : Unreachable(exchange, exchange.Patience.Limit);

    private FetchOutcome.Failed Unreachable(Exchange exchange, string detail)
    {
        exchange.Turn.RestUntil(_time.GetUtcNow() + Backoff(exchange.Attempt));
        return new(exchange.Asked, FailureReason.Unreachable, null, detail);
    }

    private TimeSpan Backoff(int attempt)
    {
        lock (_jitter) return _settings.FirstBackoff * Math.Pow(2, attempt - 1) * (0.5 + _jitter.NextDouble());
    }

    private static Uri? NextPage(Uri address, HttpResponseHeaders headers) =>
        headers.TryGetValues("Link", out var links)
        && links.SelectMany(link => NextLink().Matches(link)).FirstOrDefault() is { } match
        && Uri.TryCreate(address, match.Groups["target"].Value, out var next) ? next : null;

    private static string? First(HttpHeaders headers, string name) => headers.NonValidated.TryGetValues(name, out var values) ? values.First() : null;

    private static string Agent(Uri? node)
    {
        var version = typeof(PoliteHttp).Assembly.GetName().Version?.ToString(3) ?? "0";
        return node is null ? $"Parvis/{version}" : string.Create(CultureInfo.InvariantCulture, $"Parvis/{version} (+{node.AbsoluteUri})");
    }

    private sealed record Exchange(FetchRequest Request, Uri Address, FetchLog.Answer? Known, int Attempt, HostQueue.Turn Turn, Patience Patience)
    {
        public Uri Asked => Request.Address;
    }

    [GeneratedRegex("""<(?<target>[^>]*)>(?:\s*;[^,<]*)?;\s*rel="?next\b""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex NextLink();
}
