using Microsoft.AspNetCore.Mvc;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Languages;

namespace Parvis.Identity;

/// <summary>Forms of an administrator: people and everybody's keys.</summary>
internal static class PeopleEndpoints
{
    private const string PeoplePage = "/admin/people";
    private const string KeysPage = "/admin/keys";

    public static void Map(IEndpointRouteBuilder auth)
    {
        var people = auth.MapGroup("/people").RequireAuthorization(PermissionTable.ManagePeople);
        people.MapPost("/invite", InviteAsync);
        people.MapPost("/link", LinkAsync);
        people.MapPost("/role", ChangeRoleAsync);
        people.MapPost("/email", ChangeEmailAsync);
        people.MapPost("/disable", DisableAsync);
        people.MapPost("/enable", EnableAsync);
        auth.MapPost("/keys/revoke", RevokeAsync).RequireAuthorization(PermissionTable.ManageKeys);
    }

    private static async Task<IResult> InviteAsync([FromForm] string? name, [FromForm] string? email, [FromForm] Role role, HttpContext context, RequestLanguage language, People people, LinkMail mail, MailServer server, NodeAddress address)
    {
        var typed = (email ?? "").Trim();
        var (person, outcome) = typed.Length == 0 ? (null, PersonChange.NotAnEmail) : await people.CreateAsync(name ?? "", typed, role, context.RequestAborted);
        if (person is null) return FormMemory.Wrong("invite", "email", Error(outcome), ("name", name ?? ""), ("email", typed), ("role", role.ToString())).BackTo(context, language.Link(PeoplePage));
        if (!server.IsConfigured) return await LinkAsync(person.Id, context, language, people, context.RequestServices.GetRequiredService<OneTimeLinks>(), address);
        mail.Ask(new LinkWish(typed, LinkPurpose.Invitation, language.Tag, address.Of(context.Request), null));
        return FormMemory.Done("people", "identity.people.invited", ("email", typed)).BackTo(context, language.Link(PeoplePage));
    }

    /// <summary>Makes a link for the administrator to hand over; it is shown once.</summary>
    private static async Task<IResult> LinkAsync([FromForm] string id, HttpContext context, RequestLanguage language, People people, OneTimeLinks links, NodeAddress address)
    {
        if (await people.FindAsync(id, context.RequestAborted) is not { DisabledAt: null } person) return TypedResults.NotFound();
        var token = await links.CreateAsync(person.Id, LinkPurpose.Invitation, context.RequestAborted);
        return FormMemory.Done("people", "identity.people.link", ("email", person.Email ?? person.Name), ("link", $"{address.Of(context.Request)}{language.Link(OneTimeLinks.Path(token))}")).BackTo(context, language.Link(PeoplePage));
    }

    private static async Task<IResult> ChangeRoleAsync([FromForm] string id, [FromForm] Role role, HttpContext context, RequestLanguage language, People people) =>
        Shown(await people.ChangeRoleAsync(id, role, context.RequestAborted), "identity.people.roleChanged", context, language);

    private static async Task<IResult> ChangeEmailAsync([FromForm] string id, [FromForm] string? email, HttpContext context, RequestLanguage language, People people) =>
        Shown(await people.ChangeEmailAsync(id, email ?? "", context.RequestAborted), "identity.people.emailChanged", context, language);

    private static async Task<IResult> DisableAsync([FromForm] string id, HttpContext context, RequestLanguage language, People people) =>
        Shown(await people.DisableAsync(id, context.RequestAborted), "identity.people.disabled", context, language);

    private static async Task<IResult> EnableAsync([FromForm] string id, HttpContext context, RequestLanguage language, People people) =>
        Shown(await people.EnableAsync(id, context.RequestAborted), "identity.people.enabled", context, language);

    private static async Task<IResult> RevokeAsync([FromForm] string id, HttpContext context, RequestLanguage language, ApiKeys keys) =>
        await keys.RevokeAsync(id, null, context.RequestAborted)
            ? FormMemory.Done("key", "identity.account.keyRevoked").BackTo(context, language.Link(KeysPage))
            : TypedResults.NotFound();

    private static IResult Shown(PersonChange outcome, string done, HttpContext context, RequestLanguage language) =>
        (outcome == PersonChange.Done ? FormMemory.Done("people", done) : FormMemory.Wrong("people", "people", Error(outcome))).BackTo(context, language.Link(PeoplePage));

    private static string Error(PersonChange outcome) => outcome switch
    {
        PersonChange.LastAdministrator => "identity.error.lastAdministrator",
        PersonChange.EmailTaken => "identity.error.emailTaken",
        PersonChange.NotAnEmail => "identity.error.email",
        _ => "identity.error.unknownPerson",
    };
}
