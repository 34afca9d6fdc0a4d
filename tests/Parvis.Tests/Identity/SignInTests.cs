using System.Net;
using System.Text.RegularExpressions;
using MimeKit;
using Parvis.Identity;
using Parvis.Kernel.Identity;
using Xunit;

namespace Parvis.Tests.Identity;

public sealed partial class SignInTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_that_was_asked_for_comes_by_mail_in_the_readers_language_and_signs_in()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        using var browser = node.Browser();
        using var asked = await browser.PostAsync("/fr/auth/link", ("email", "Ana@example.org"), ("return", "/fr/page"));
        Assert.Equal("/fr/sign-in?return=%2Ffr%2Fpage", asked.Headers.Location?.OriginalString);
        using var message = await MimeMessage.LoadAsync((await node.MailAsync(1))[0], Cancel);
        Assert.Equal("Connexion à node.example", message.Subject);
        Assert.Equal("ana@example.org", ((MailboxAddress)message.To[0]).Address);
        var token = Link().Match(message.TextBody!);
        Assert.Equal("%2Ffr%2Fpage", token.Groups["back"].Value);
        using var used = await browser.PostAsync("/fr/auth/link/use", ("t", token.Groups["token"].Value), ("return", "/fr/page"));
        Assert.Equal("/fr/page", used.Headers.Location?.OriginalString);
        Assert.Equal(ana.Id, await browser.ReadAsync("/fr/page"));
    }

    [Fact]
    public async Task Known_and_unknown_addresses_get_the_same_answer()
    {
        await using var node = await TestNode.StartAsync();
        await node.PersonAsync(Role.Member, "known@example.org");
        var answers = new List<(HttpStatusCode, string?, string?)>();
        foreach (var email in (string[])["unknown@example.org", "known@example.org"])
        {
            using var browser = node.Browser();
            using var answer = await browser.PostAsync("/en/auth/link", ("email", email));
            answers.Add((answer.StatusCode, answer.Headers.Location?.OriginalString, (await browser.MemoryAsync()).Notice));
        }
        Assert.Equal(answers[0], answers[1]);
        Assert.Single(await node.MailAsync(1));
    }

    [Fact]
    public async Task The_answer_says_honestly_that_there_is_no_mail_server()
    {
        await using var node = await TestNode.StartAsync();
        using var browser = node.Browser();
        using var answer = await browser.PostAsync("/en/auth/link", ("email", "ana@example.org"));
        Assert.Equal("identity.signIn.askedNoServer", (await browser.MemoryAsync()).Notice);
    }

    [Fact]
    public async Task The_sixth_wish_for_one_address_in_15_minutes_is_refused_whoever_it_is_of()
    {
        await using var node = await TestNode.StartAsync();
        await node.PersonAsync(Role.Member, "known@example.org");
        foreach (var email in (string[])["unknown@example.org", "known@example.org"])
        {
            using var browser = node.Browser();
            for (var wish = 1; wish <= 5; wish++)
            {
                using var granted = await browser.PostAsync("/en/auth/link", ("email", email));
                Assert.Equal("identity.signIn.askedNoServer", (await browser.MemoryAsync()).Notice);
            }
            using var refused = await browser.PostAsync("/en/auth/link", ("email", email.ToUpperInvariant()));
            Assert.Equal("identity.error.tooMany", (await browser.MemoryAsync()).Error("link", "email"));
        }
    }

    [Fact]
    public async Task A_message_in_the_outbox_is_readable_by_the_nodes_own_user_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes of files.");
        await using var node = await TestNode.StartAsync();
        await node.PersonAsync(Role.Member);
        using var browser = node.Browser();
        using var answer = await browser.PostAsync("/en/auth/link", ("email", "ana@example.org"));
        var file = (await node.MailAsync(1))[0];
#pragma warning disable CA1416 // skipped on Windows above
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
#pragma warning restore CA1416
    }

    [Fact]
    public async Task A_mail_server_without_an_address_of_the_node_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestNode.StartAsync(("Parvis:Mail:Server", "mail.example.org")));
        Assert.Contains("Parvis:Address", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_lead_to_the_nodes_own_address_whatever_the_Host_header_says()
    {
        await using var node = await TestNode.StartAsync(("Parvis:Address", "https://node.example"));
        await node.PersonAsync(Role.Member);
        using var browser = node.Browser("https://evil.example");
        using var answer = await browser.PostAsync("/en/auth/link", ("email", "ana@example.org"));
        using var message = await MimeMessage.LoadAsync((await node.MailAsync(1))[0], Cancel);
        Assert.Contains("https://node.example/en/sign-in/link", message.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", message.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/a\\..\\evil")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil.example")]
    [InlineData("/auth/sign-out")]
    [InlineData("")]
    public async Task A_way_back_that_leads_elsewhere_is_not_taken(string back)
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        var token = await node.Links.CreateAsync(ana.Id, LinkPurpose.SignIn, Cancel);
        using var browser = node.Browser();
        using var answer = await browser.PostAsync("/en/auth/link/use", ("t", token), ("return", back));
        Assert.Equal("/en/account", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public void A_path_of_this_node_is_a_way_back() => Assert.Equal("/fr/commons?q=eau#1", ReturnPath.Local("/fr/commons?q=eau#1"));

    [Fact]
    public async Task A_used_link_leads_back_to_the_sign_in_page_and_says_why()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        var token = await node.Links.CreateAsync(ana.Id, LinkPurpose.SignIn, Cancel);
        await node.Links.UseAsync(token, Cancel);
        using var browser = node.Browser();
        using var answer = await browser.PostAsync("/en/auth/link/use", ("t", token));
        Assert.Equal("/en/sign-in", answer.Headers.Location?.OriginalString);
        Assert.Equal("identity.error.link", (await browser.MemoryAsync()).Error("link", "email"));
    }

    [Fact]
    public async Task What_was_typed_is_kept_when_it_is_no_address()
    {
        await using var node = await TestNode.StartAsync();
        using var browser = node.Browser();
        using var answer = await browser.PostAsync("/en/auth/link", ("email", "ana at example"));
        var memory = await browser.MemoryAsync();
        Assert.Equal(("identity.error.email", "ana at example"), (memory.Error("link", "email"), memory.Value("link", "email")));
    }

    [Fact]
    public async Task An_administrator_invites_and_hands_the_link_over_when_there_is_no_mail_server()
    {
        await using var node = await TestNode.StartAsync();
        using var browser = await node.SignedInAsync(await node.PersonAsync(Role.Administrator));
        using var answer = await browser.PostAsync("/en/auth/people/invite", ("name", "Ben"), ("email", "ben@example.org"), ("role", "Curator"));
        var link = new Uri((await browser.MemoryAsync()).Value("people", "link"));
        using var other = node.Browser();
        using var used = await other.PostAsync("/en/auth/link/use", ("t", link.Query[3..]));
        Assert.Equal("harvested", await (await other.SendAsync("/api/harvest", new StringContent(""), "same-origin")).Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Only_an_administrator_changes_people()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Curator);
        using var browser = await node.SignedInAsync(ana);
        using var answer = await browser.PostAsync("/en/auth/people/role", ("id", ana.Id), ("role", "Administrator"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(Role.Curator, (await node.People.FindAsync(ana.Id, Cancel))!.Role);
    }

    [Fact]
    public async Task The_page_says_when_the_last_administrator_cannot_go()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Administrator);
        using var browser = await node.SignedInAsync(ana);
        using var answer = await browser.PostAsync("/en/auth/people/disable", ("id", ana.Id));
        Assert.Equal("identity.error.lastAdministrator", (await browser.MemoryAsync()).Error("people", "people"));
    }

    [GeneratedRegex(@"https://node\.example/fr/sign-in/link\?t=(?<token>[A-Za-z0-9_-]{43})&return=(?<back>\S+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
