using Microsoft.Playwright;
using Parvis.Kernel.Identity;
using Xunit;

namespace Parvis.Browser.Tests;

/// <summary>Forms, in a browser that runs no script.</summary>
public sealed class FormTests(LiveNode node)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refused_source_is_explained_at_the_top_and_beside_the_field_and_nothing_typed_is_lost()
    {
        await using var window = await node.OpenAsAdministratorAsync(WithoutScripts);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/en/commons/sources");
        await page.GetByLabel("Address").FillAsync("ftp://example.org/catalogue");
        await page.GetByLabel("Name").FillAsync("A catalogue of mine");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add and read" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Heading)).ToHaveTextAsync("There is a problem");
        await page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Link).ClickAsync();
        var address = page.GetByLabel("Address");
        await Assertions.Expect(address).ToBeFocusedAsync();
        await Assertions.Expect(address).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(address).ToHaveValueAsync("ftp://example.org/catalogue");
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("A catalogue of mine");
    }

    [Fact]
    public async Task A_refused_change_of_a_source_opens_its_form_again_with_what_was_typed_and_changes_nothing()
    {
        await using var window = await node.OpenAsAdministratorAsync(WithoutScripts);
        var page = await window.NewPageAsync();
        await page.GotoAsync($"/en/commons/sources/{node.Exhibits.Source}");
        await page.GetByText("Change name or rhythm").ClickAsync();
        await page.GetByLabel("Name").FillAsync("A registry of mine");
        await page.GetByLabel("Read again every").FillAsync("0");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Heading)).ToHaveTextAsync("There is a problem");
        await page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Link).ClickAsync();
        var rhythm = page.GetByLabel("Read again every");
        await Assertions.Expect(rhythm).ToBeFocusedAsync();
        await Assertions.Expect(rhythm).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(rhythm).ToHaveValueAsync("0");
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("A registry of mine");
        await page.GotoAsync($"/en/commons/sources/{node.Exhibits.Source}");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("registry");
    }

    [Fact]
    public async Task Things_wrongly_joined_are_set_apart_with_a_reason_and_joined_again()
    {
        await using var window = await node.OpenAsAdministratorAsync(WithoutScripts);
        var page = await window.NewPageAsync();
        var (joined, apart) = ($"/en/commons/records/{node.Exhibits.ToSeparate}", $"/en/commons/records/{node.Exhibits.Apart}");
        await page.GotoAsync(joined);
        await DecideAsync(page, "separate", node.Exhibits.Apart, "Another project of the same name.");
        await Assertions.Expect(page).ToHaveURLAsync($"{node.Origin}{apart}?said=separated");
        await Assertions.Expect(page.Locator("#spoken-caption + thead + tbody > tr")).ToHaveCountAsync(1);
        await DecideAsync(page, "rejoin", node.Exhibits.Apart, "It is the same project after all.");
        await Assertions.Expect(page).ToHaveURLAsync($"{node.Origin}{joined}?said=rejoined");
        await Assertions.Expect(page.Locator("#spoken-caption + thead + tbody > tr")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task A_file_is_sent_in_Arabic_without_scripts_its_report_read_and_replied_to()
    {
        await using var window = await node.OpenAsAdministratorAsync(WithoutScripts);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/ar/audit");
        await page.GetByRole(AriaRole.Button, new() { Name = "دقّق", Exact = true }).First.WaitForAsync();
        await page.Locator("#files").SetInputFilesAsync([new FilePayload { Name = "نموذج.pkl", MimeType = "application/octet-stream", Buffer = "cposix\nsystem\n(S'true'\ntR."u8.ToArray() }, new FilePayload { Name = "README.md", MimeType = "text/markdown", Buffer = "# words\n"u8.ToArray() }]);
        await page.Locator("#name").FillAsync("نموذج أرسلته");
        await page.ArriveAsync("**/ar/audit/*", () => page.Locator("form[enctype] button[type=submit]").ClickAsync());
        var address = page.Url;
        for (var attempt = 0; attempt < 50 && await page.Locator("#verdict").CountAsync() == 0; attempt++)
        {
            await Task.Delay(200, Cancel);
            await page.GotoAsync(address);
        }
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("نموذج أرسلته");
        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync("خطِر عند التحميل");
        Assert.Equal("rtl", await page.Locator("html").GetAttributeAsync("dir"));
        await page.Locator("#replies ~ details summary").ClickAsync();
        await page.GetByLabel("اسمك كما يُنشر").FillAsync("زوي");
        await page.GetByLabel("ردك").FillAsync("سحبنا هذه النسخة.");
        await page.GetByRole(AriaRole.Button, new() { Name = "انشر الرد" }).ClickAsync();
        await Assertions.Expect(page.Locator("article.record", new() { HasText = "سحبنا هذه النسخة." })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_key_is_made_shown_once_and_revoked()
    {
        await using var window = await SignedInAsync("keys@example.org", Role.Curator);
        var page = window.Pages[0];
        await page.GetByLabel("Name of the new key").FillAsync("laptop");
        await page.GetByLabel("commons.harvest").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a key" }).ClickAsync();
        Assert.StartsWith(ApiKeys.Prefix, await page.Locator("#token").InnerTextAsync(), StringComparison.Ordinal);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#token")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke laptop" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Revoke laptop" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Whoever_signs_out_is_a_stranger_again()
    {
        await using var window = await SignedInAsync("leaving@example.org", Role.Member);
        var page = window.Pages[0];
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out here" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.GotoAsync("/en/account");
        await Assertions.Expect(page).ToHaveURLAsync($"{node.Origin}/en/sign-in?return=%2Fen%2Faccount");
    }

    private static void WithoutScripts(BrowserNewContextOptions options) => options.JavaScriptEnabled = false;

    private async Task<IBrowserContext> SignedInAsync(string email, Role role)
    {
        var window = await node.OpenAsync(WithoutScripts);
        var page = await window.NewPageAsync();
        await page.GotoAsync($"/en{await node.LinkForAsync(email, role, Cancel)}");
        await page.ArriveAsync("**/en/account", () => page.Locator("main form button").ClickAsync());
        return window;
    }

    private static async Task DecideAsync(IPage page, string verb, string thing, string reason)
    {
        var form = page.Locator($"form[action$='/{verb}']");
        await page.Locator("details", new() { Has = form }).Locator("summary").ClickAsync();
        await form.Locator("select").SelectOptionAsync(thing);
        await form.Locator($"[name={verb}-reason]").FillAsync(reason);
        await form.Locator("button").ClickAsync();
    }
}
