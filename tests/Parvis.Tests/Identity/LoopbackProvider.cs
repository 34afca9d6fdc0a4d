using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Parvis.Tests.Identity;

/// <summary>An OpenID provider on this machine: discovery, keys, authorization and token endpoints (OpenID Connect Core 1.0, §3.1; Discovery 1.0, §4), with PKCE (RFC 7636).</summary>
internal sealed class LoopbackProvider : IAsyncDisposable
{
    public const string ClientId = "parvis";
    public const string ClientSecret = "between these two";
    private readonly ConcurrentDictionary<string, IQueryCollection> _codes = new(StringComparer.Ordinal);
    private readonly ECDsaSecurityKey _key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "one" };
    private readonly ECDsaSecurityKey _otherKey = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "one" };
    private readonly WebApplication _app;

    private LoopbackProvider(WebApplication app) => _app = app;

    public string Issuer => _app.Urls.First();

    public string Subject { get; set; } = "248289761001";

    public string Email { get; set; } = "ana@example.org";

    public bool EmailVerified { get; set; } = true;

    public bool SignsWithAnotherKey { get; set; }

    public bool ForgetsTheNonce { get; set; }

    public (string Key, string Value)[] Settings =>
    [
        ("Parvis:OpenIdConnect:Authority", Issuer),
        ("Parvis:OpenIdConnect:ClientId", ClientId),
        ("Parvis:OpenIdConnect:ClientSecret", ClientSecret),
        ("Parvis:OpenIdConnect:Name", "Loopback"),
    ];

    public static async Task<LoopbackProvider> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var provider = new LoopbackProvider(app);
        app.MapGet("/.well-known/openid-configuration", provider.Discover);
        app.MapGet("/keys", provider.PublicKeys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.TokenAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return provider;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private IResult Discover() => Results.Json(new Dictionary<string, object>
    {
        ["issuer"] = Issuer,
        ["jwks_uri"] = $"{Issuer}/keys",
        ["authorization_endpoint"] = $"{Issuer}/authorize",
        ["token_endpoint"] = $"{Issuer}/token",
        ["response_types_supported"] = (string[])["code"],
        ["subject_types_supported"] = (string[])["public"],
        ["id_token_signing_alg_values_supported"] = (string[])["ES256"],
    });

    private IResult PublicKeys()
    {
        var point = _key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        var key = new { kty = "EC", use = "sig", alg = "ES256", crv = "P-256", kid = _key.KeyId, x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) };
        return Results.Json(new { keys = (object[])[key] });
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256") return Results.BadRequest();
        var code = RandomNumberGenerator.GetHexString(32);
        _codes[code] = query;
        return Results.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"].ToString(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["code"] = code, ["state"] = query["state"] }));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync(TestContext.Current.CancellationToken);
        if (!_codes.TryRemove(form["code"].ToString(), out var asked)) return Results.BadRequest();
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        var holds = challenge == asked["code_challenge"] && form["redirect_uri"] == asked["redirect_uri"] && form["client_secret"] == ClientSecret && form["client_id"] == ClientId;
        return holds ? Results.Json(new { access_token = "none", token_type = "Bearer", expires_in = 60, id_token = IdToken(asked["nonce"].ToString()) }) : Results.BadRequest();
    }

    private string IdToken(string nonce) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = ClientId,
        IssuedAt = DateTime.UtcNow,
        Expires = DateTime.UtcNow.AddMinutes(5),
        Claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = Subject,
            ["email"] = Email,
            ["email_verified"] = EmailVerified,
            ["name"] = "Ana",
            ["nonce"] = ForgetsTheNonce ? "another" : nonce,
        },
        SigningCredentials = new SigningCredentials(SignsWithAnotherKey ? _otherKey : _key, SecurityAlgorithms.EcdsaSha256),
    });
}
