using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Storage;

namespace Parvis.Identity;

/// <summary>Who makes a request and what they may do: sessions, keys, links, passkeys, OpenID Connect.</summary>
internal static class IdentityServices
{
    public const string SessionCookie = "parvis-session";

    /// <summary>Adds the room. Needs a <see cref="Database"/>, a <see cref="DataFolder"/>, a <see cref="TimeProvider"/>, the languages and an <c>IReadOnlyList&lt;Permission&gt;</c>.</summary>
    /// <exception cref="InvalidOperationException">The configuration contradicts itself; the message says how to mend it.</exception>
    public static IServiceCollection AddParvisIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPeople().AddHttpContextAccessor();
        services.AddScoped<PasskeyStore>().AddScoped<PasskeyCeremonies>();
        services.AddSingleton<Session>().AddSingleton<SealedCookie>().AddSingleton<SignInLimits>();
        AddMail(services, configuration);
        AddKeysOfCookies(services);
        var schemes = services.AddAuthentication(Schemes.Either)
            .AddPolicyScheme(Schemes.Either, null, options => options.ForwardDefaultSelector = context => ApiKeyHandler.HasToken(context.Request) ? Schemes.ApiKey : Schemes.Session)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(Schemes.ApiKey, null)
            .AddCookie(Schemes.Session, ConfigureSession);
        AddOpenIdConnect(services, schemes, configuration);
        AddPolicies(services);
        services.AddAntiforgery(options =>
        {
            (options.Cookie.Name, options.Cookie.Path, options.Cookie.SecurePolicy) = ("parvis-antiforgery", "/", CookieSecurePolicy.SameAsRequest);
            options.SuppressXFrameOptionsHeader = true; // the node's Content-Security-Policy says frame-ancestors
        });
        return services;
    }

    /// <summary>Authenticates, refuses what other sites send, authorizes, and checks forms' tokens. Comes after <c>UseRouting</c>.</summary>
    public static IApplicationBuilder UseParvisIdentity(this IApplicationBuilder app) =>
        app.UseAuthentication().UseMiddleware<SameOrigin>().UseAuthorization().UseAntiforgery();

    private static void ConfigureSession(CookieAuthenticationOptions options)
    {
        (options.Cookie.Name, options.Cookie.Path, options.Cookie.HttpOnly) = (SessionCookie, "/", true);
        (options.Cookie.SameSite, options.Cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
        (options.ExpireTimeSpan, options.SlidingExpiration) = (Session.Length, true);
        (options.CookieManager, options.EventsType) = (new HostPrefixedCookies(), typeof(Session));
    }

    private static void AddMail(IServiceCollection services, IConfiguration configuration)
    {
        var server = configuration.GetSection("Parvis:Mail").Get<MailServer>() ?? new MailServer();
        var address = configuration.GetValue<Uri>("Parvis:Address");
        // Without an address of its own the node would put the Host header of whoever asks into other people's mail.
        if (server.IsConfigured && address is null) throw new InvalidOperationException("Parvis:Mail:Server is set but Parvis:Address is not: set Parvis:Address to this node's public address, e.g. https://node.example, so that links in messages lead here.");
        if (server.IsConfigured && server.From.Length == 0) throw new InvalidOperationException("Parvis:Mail:Server is set but Parvis:Mail:From is not: set it to the address that messages come from, e.g. parvis@node.example.");
        services.AddSingleton(server).AddSingleton(new NodeAddress(address)).AddSingleton<Mailer>().AddSingleton<LinkMail>();
        services.AddHostedService(provider => provider.GetRequiredService<LinkMail>());
    }

    private static void AddKeysOfCookies(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("parvis");
        services.AddOptions<KeyManagementOptions>().Configure<DataFolder, ILoggerFactory>((options, folder, logger) =>
            options.XmlRepository = new FileSystemXmlRepository(PrivateFolder.Make(Path.Combine(PrivateFolder.Make(folder.Keys).FullName, "cookies")), logger));
        // It warns that keys are not encrypted at rest; they are protected by the folder's mode like the node's other keys.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
    }

    private static void AddOpenIdConnect(IServiceCollection services, AuthenticationBuilder schemes, IConfiguration configuration)
    {
        var provider = configuration.GetSection("Parvis:OpenIdConnect").Get<OpenIdConnectProvider>() ?? new OpenIdConnectProvider();
        services.AddSingleton(provider);
        if (!provider.IsConfigured) return;
        services.AddSingleton<OpenIdConnectSignIn>();
        schemes.AddOpenIdConnect(Schemes.OpenIdConnect, options => OpenIdConnectSignIn.Configure(options, provider));
    }

    /// <summary>One policy for each permission, of its name, so that <c>RequireAuthorization("commons.harvest")</c> works for sessions and keys alike.</summary>
    private static void AddPolicies(IServiceCollection services)
    {
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddOptions<AuthorizationOptions>().Configure<PermissionTable>((options, table) =>
        {
            foreach (var permission in table.All) options.AddPolicy(permission.Name, policy => policy.RequireClaim(IdentityClaims.Permission, permission.Name));
        });
    }
}
