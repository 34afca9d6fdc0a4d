using Parvis.Audit.Indicators;
using Parvis.Audit.Pages;
using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Reports;

public sealed class AuditHtmlTests : IDisposable
{
    private const string Posix = "cposix\nsystem\n(S'true'\ntR."; // inert: it is only read
    private static readonly string[] Outside = ["<script", "<link", "<img", " src=", "http://", "https://", "url(", "@import"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parvis-html-");

    [Theory]
    [InlineData("en", "ltr", "Unsafe to load", "Do not load it.")]
    [InlineData("fr", "ltr", "Chargement dangereux", "Ne le chargez pas.")]
    [InlineData("ar", "rtl", "خطِر عند التحميل", "لا تحمّله.")]
    public async Task The_document_says_the_verdict_in_the_readers_words_and_what_follows_from_it(string tag, string direction, string verdict, string advice)
    {
        Write("model.pkl", Posix);
        var html = await WriteAsync(tag);
        Assert.Contains($"<html lang=\"{tag}\" dir=\"{direction}\">", html, StringComparison.Ordinal);
        Assert.Contains(verdict, html, StringComparison.Ordinal);
        Assert.Contains(advice, html, StringComparison.Ordinal);
        Assert.Contains("posix.system", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_stands_with_its_file_and_its_byte()
    {
        Write("broken.safetensors", "abc");
        var html = await WriteAsync("en");
        Assert.Matches(@"<code dir=""ltr"">broken\.safetensors</code>, byte 0<br", html);
    }

    [Fact]
    public async Task What_was_not_examined_is_said_with_its_reason_and_never_called_safe()
    {
        Write("strange.xyz", [0, 0xFF, 0xFE, 3, 4, 5]);
        var html = await WriteAsync("en");
        Assert.Contains("Do not take it for safe.", html, StringComparison.Ordinal);
        Assert.Contains("No reader knows this format", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Safe to load", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_needs_nothing_else_and_the_same_files_give_the_same_document()
    {
        Write("README.md", "---\nlicense: mit\n---\nWords of mine.\n");
        var html = await WriteAsync("fr");
        Assert.All(Outside, mark => Assert.DoesNotContain(mark, html, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(html, await WriteAsync("fr"));
    }

    [Fact]
    public async Task Names_that_would_run_code_or_turn_the_writing_around_are_only_names()
    {
        Write("<script>alert(1)</script\u202Egpj.bin", "words");
        Write("tag\U000E0041\u2066.txt", "words");
        Write("line\nend.txt", "words");
        var html = await WriteAsync("ar");
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(html, letter => letter is '\u202E' or '\u2066' or '\uDB40');
        Assert.Contains("line\uFFFDend.txt", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_that_need_joiners_keep_them() => Assert.Equal("می\u200Cخواهم", Shown.Words("می\u200Cخواهم"));

    [Fact]
    public async Task A_report_of_thousands_of_files_is_shown_in_parts_on_a_page()
    {
        var files = Enumerable.Range(0, 5_000).Select(at => new FileReport($"data/{at:0000}.bin") { Bytes = at, Sha256 = new string('a', 64) }).ToList();
        foreach (var file in files) file.Findings.Add(Finding.Of(Parvis.Audit.Records.Rules.UnknownFormat, null));
        var report = new AuditReport(new("many", null, files.Count, 1), RuleSet.Of(new(true, false, new())), files, [], []);
        var page = await AuditHtml.WriteAsync(report, "en", DocumentShape.Paged(50, at => $"/audit/x?page={at}", "/x.json"));
        Assert.Contains("data/4900.bin", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data/4899.bin", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/en/audit/x?page=49\"", page, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<string> WriteAsync(string tag) =>
        AuditHtml.WriteAsync(Auditing.Run(_folder.FullName, called: "model", new ReadingDepth(true, false, new()), _ => { }, TestContext.Current.CancellationToken), tag);

    private void Write(string name, string words) => Write(name, System.Text.Encoding.UTF8.GetBytes(words));

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder.FullName, name.Replace("</", "<", StringComparison.Ordinal)), bytes);
}
