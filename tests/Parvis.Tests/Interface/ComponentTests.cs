using Parvis.Interface.Components;
using Parvis.Interface.Layout;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;
using Xunit;

namespace Parvis.Tests.Interface;

public sealed class ComponentTests
{
    [Fact]
    public async Task Words_in_another_language_say_which_and_run_their_own_way()
    {
        var text = LocalizedText.Of("ar", "نحل");
        var html = await Drawing.OfAsync<Localized>("fr", ("Text", text));
        Assert.Contains("<span lang=\"ar\" dir=\"rtl\">نحل</span>", html, StringComparison.Ordinal);
        Assert.Contains("(arabe)", html, StringComparison.Ordinal);
        Assert.Equal("نحل", (await Drawing.OfAsync<Localized>("ar", ("Text", text))).Trim());
    }

    [Fact]
    public async Task Words_of_no_stated_language_claim_none()
    {
        var html = await Drawing.OfAsync<Localized>("en", ("Text", LocalizedText.Of("und", "Nyuki")));
        Assert.Contains("<span lang=\"\" dir=\"auto\">Nyuki</span>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_names_its_language_and_links_to_the_others()
    {
        var html = await Drawing.OfAsync<DocumentShell>("ar", ("Navigation", new NavigationEntry[] { new("ui.search", "/commons") }), ("SearchPath", "/commons"));
        Assert.Contains("<html lang=\"ar\" dir=\"rtl\">", html, StringComparison.Ordinal);
        Assert.Contains("hreflang=\"fr\" href=\"https://node.example/fr/commons/x?a=1\"", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/ar/commons\" aria-current=\"true\">", html, StringComparison.Ordinal);
        Assert.Matches("href=\"/assets/parvis\\.[0-9a-f]{8}\\.css\"", html);
    }

    [Fact]
    public async Task A_number_always_has_its_way_to_how_we_know()
    {
        var html = await Drawing.OfAsync<Figure>("en", ("Value", "415"), ("Unit", "TWh"), ("HowPath", "/energy/x/how"), ("ChildContent", Drawing.Words("of data centres")));
        Assert.Contains("href=\"/en/energy/x/how\"", html, StringComparison.Ordinal);
        Assert.Contains("415 <span class=\"unit\">TWh</span>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chosen_facet_value_is_told_by_more_than_colour()
    {
        FacetValue[] values = [new("Model", "/commons?kind=", 44, Chosen: true), new("Data set", "/commons?kind=dataset", 1204)];
        var html = await Drawing.OfAsync<FacetList>("en", ("Heading", "Kind"), ("Values", values));
        Assert.Contains("aria-current=\"true\"", html, StringComparison.Ordinal);
        Assert.Contains("(chosen, select to remove)", html, StringComparison.Ordinal);
        Assert.Contains("1,204", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facet_values_beyond_the_first_are_folded_up_and_counted()
    {
        var values = Enumerable.Range(1, 8).Select(i => new FacetValue($"v{i}", "/x", i)).ToArray();
        Assert.Contains("<summary>2 more</summary>", await Drawing.OfAsync<FacetList>("en", ("Heading", "h"), ("Values", values)), StringComparison.Ordinal);
        Assert.Contains("<summary>اثنان آخران</summary>", await Drawing.OfAsync<FacetList>("ar", ("Heading", "h"), ("Values", values)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_that_was_wrong_keeps_what_was_typed_and_says_why()
    {
        var html = await Drawing.OfAsync<Field>("en", ("Name", "mail"), ("Label", "E-mail"), ("Hint", "To answer you."), ("Error", "No @ in it"), ("Value", "amina<"));
        Assert.Contains("value=\"amina&lt;\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\" aria-describedby=\"mail-hint mail-error\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_counted_and_each_leads_to_its_field()
    {
        FieldError[] errors = [new("mail", "No @ in it"), new("what", "Nothing said")];
        Assert.Contains("<a href=\"#mail\">No @ in it</a>", await Drawing.OfAsync<ErrorSummary>("en", ("Errors", errors)), StringComparison.Ordinal);
        Assert.Contains("توجد مشكلتان", await Drawing.OfAsync<ErrorSummary>("ar", ("Errors", errors)), StringComparison.Ordinal);
        Assert.Equal("", await Drawing.OfAsync<ErrorSummary>("en", ("Errors", Array.Empty<FieldError>())));
    }

    [Fact]
    public async Task A_table_says_how_it_is_sorted_and_can_be_scrolled_by_keyboard()
    {
        Column[] columns = [new("Region"), new("2024", IsNumber: true, "/x?sort=2024", SortOrder.Descending)];
        var html = await Drawing.OfAsync<DataTable>("en", ("Id", "t"), ("Caption", "c"), ("Columns", columns));
        Assert.Contains("aria-sort=\"descending\"", html, StringComparison.Ordinal);
        Assert.Contains("role=\"region\" aria-labelledby=\"t-caption\" tabindex=\"0\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false, true)]
    [InlineData(4, true, true)]
    [InlineData(8, true, false)]
    public async Task Pages_lead_on_where_there_is_something(int page, bool back, bool on)
    {
        var html = await Drawing.OfAsync<Pagination>("en", ("Page", page), ("Pages", 8), ("Address", (Func<int, string>)(n => $"/commons?page={n}")));
        Assert.Equal((back, on), (html.Contains("rel=\"prev\"", StringComparison.Ordinal), html.Contains("rel=\"next\"", StringComparison.Ordinal)));
    }
}
