using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Parvis.Kernel.Identity;

/// <summary>The two WebAuthn ceremonies (Web Authentication Level 3, §7), done by the framework's own implementation over <see cref="PasskeyStore"/>.</summary>
/// <remarks>The relying party's identifier is the host of the request. A passkey is the only factor, so the authenticator must verify its user and be able to name the account.</remarks>
internal sealed class PasskeyCeremonies : IDisposable
{
    public static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    private readonly PasskeyStore _store;
    private readonly UserManager<Person> _users;
    private readonly PasskeyHandler<Person> _handler;

    public PasskeyCeremonies(PasskeyStore store)
    {
        _store = store;
        _users = new UserManager<Person>(store, Options.Create(new IdentityOptions()), null!, [], [], null!, new IdentityErrorDescriber(), null!, NullLogger<UserManager<Person>>.Instance);
        _handler = new PasskeyHandler<Person>(_users, Options.Create(new IdentityPasskeyOptions
        {
            AuthenticatorTimeout = TimeLimit,
            UserVerificationRequirement = "required",
            ResidentKeyRequirement = "required",
            AttestationConveyancePreference = "none",
        }));
    }

    /// <summary>Begins a registration.</summary>
    /// <returns>PublicKeyCredentialCreationOptions as JSON, and what to keep for the other half.</returns>
    public async Task<(string Options, string State)> BeginRegistrationAsync(Person person, HttpContext context)
    {
        var shown = person.Name.Length > 0 ? person.Name : person.Email ?? context.Request.Host.Host;
        var result = await _handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = person.Id, Name = person.Email ?? shown, DisplayName = shown }, context);
        return (result.CreationOptionsJson, result.AttestationState!);
    }

    /// <summary>Ends a registration and keeps the passkey.</summary>
    /// <returns>False when the answer does not belong to <paramref name="state"/>, to this person and to this host.</returns>
    public async Task<bool> RegisterAsync(Person person, string name, string credential, string state, HttpContext context)
    {
        var result = await _handler.PerformAttestationAsync(new PasskeyAttestationContext { CredentialJson = credential, AttestationState = state, HttpContext = context });
        return result.Succeeded && result.UserEntity.Id == person.Id && await _store.AddAsync(person.Id, name, result.Passkey, context.RequestAborted);
    }

    /// <summary>Begins a sign-in of whoever holds a passkey for this host.</summary>
    /// <returns>PublicKeyCredentialRequestOptions as JSON, and what to keep for the other half.</returns>
    public async Task<(string Options, string State)> BeginSignInAsync(HttpContext context)
    {
        var result = await _handler.MakeRequestOptionsAsync(null, context);
        return (result.RequestOptionsJson, result.AssertionState!);
    }

    /// <summary>Ends a sign-in.</summary>
    /// <returns>Whose passkey it was, or null when the answer does not hold.</returns>
    public async Task<Person?> SignInAsync(string credential, string state, HttpContext context)
    {
        var result = await _handler.PerformAssertionAsync(new PasskeyAssertionContext { CredentialJson = credential, AssertionState = state, HttpContext = context });
        return result.Succeeded && await _store.UseAsync(result.User.Id, result.Passkey, context.RequestAborted) ? result.User : null;
    }

    public void Dispose() => _users.Dispose();
}
