using System.CommandLine;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Languages;
using Parvis.Tests.Interface;
using Xunit;

namespace Parvis.Tests.Architecture;

/// <summary>Everything a person sees is documented, and what the documents say leads somewhere.</summary>
public sealed partial class DocumentationTests
{
    private static readonly Texts Texts = new(NodeServices.Assemblies(ParvisCode.Node));

    private static IEnumerable<string> Permissions =>
        new PermissionTable([.. ParvisCode.Modules.SelectMany(module => module.Permissions), .. NodePermissions.All]).All.Select(permission => permission.Name);

    private static IReadOnlyList<string> Documents { get; } =
        [.. Directory.EnumerateFiles(SourceTree.Root, "*.md", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden })
            .Select(file => Path.GetRelativePath(SourceTree.Root, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("artifacts/", StringComparison.Ordinal) && !file.StartsWith("data-local", StringComparison.Ordinal) && !file.Contains("node_modules/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_source_kind_record_kind_indicator_and_permission_has_a_glossary_row()
    {
        var registered = ParvisCode.Modules.SelectMany(module => module.Sources.Concat(module.Records.Select(kind => kind.Name)).Concat(module.Indicators)).Concat(Permissions);
        Assert.Empty(Undefined(registered, SourceTree.Read("docs/glossary.md")));
    }

    [Fact]
    public void Every_permission_is_said_in_words_where_people_choose_it() =>
        Assert.Empty(Permissions.Select(permission => $"{permission}.permission").Except(Texts.Keys));

    [Fact]
    public void The_glossary_rule_catches_a_term_without_a_row() =>
        Assert.Equal(["sitemap"], Undefined(["dpg", "sitemap"], "| term | standard | where |\n|---|---|---|\n| dpg, registry | | a sitemap |\n"));

    [Fact]
    public void Every_command_is_shown_in_a_document() =>
        Assert.Empty(Unshown(Leaves(ParvisCode.Node.CommandLine(), "parvis"), string.Join('\n', Documents.Select(SourceTree.Read))));

    [Fact]
    public void The_command_rule_catches_a_verb_that_no_document_shows() =>
        Assert.Equal(["parvis commons judge"], Unshown(["parvis commons find", "parvis commons judge"], "parvis commons find speech\nparvis commons judgement\n"));

    [Fact]
    public void Every_module_and_every_document_is_on_the_first_page()
    {
        var index = SourceTree.Read("docs/index.md");
        var linked = Targets(index).Select(target => Resolve("docs/index.md", target)).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Documents.Where(file => file.StartsWith("docs/", StringComparison.Ordinal) && file != "docs/index.md").Except(linked));
        Assert.Empty(ParvisCode.Node.Modules.Select(module => $"docs/{module.Name}.md").Except(linked));
    }

    [Fact]
    public void Every_relative_link_of_every_document_leads_to_a_file_and_a_heading() =>
        Assert.Empty(Documents.SelectMany(file => Dead(file, SourceTree.Read(file)).Select(target => $"{file}: {target}")));

    [Fact]
    public void The_link_rule_catches_a_dead_link_and_a_dead_heading() =>
        Assert.Equal(
            ["nowhere.md", "architecture.md#no-such-heading"],
            Dead("docs/index.md", "[a](nowhere.md) [b](architecture.md#no-such-heading) [c](architecture.md#rooms) [d](https://example.org/x.md) `[e](code.md)`\n```\n[f](fence.md)\n```\n"));

    [Fact]
    public void Decisions_are_numbered_without_a_gap_and_say_what_was_decided_and_why()
    {
        var decisions = Documents.Where(file => file.StartsWith("docs/decisions/", StringComparison.Ordinal)).ToList();
        Assert.Equal(Enumerable.Range(1, decisions.Count).Select(number => $"{number:0000}"), decisions.Select(file => Path.GetFileName(file)[..4]));
        Assert.All(decisions, file => Assert.Matches(@"^# \d{4} .+\n[\s\S]*\*\*Decided\.\*\*", SourceTree.Read(file)));
    }

    [Fact]
    public void Every_package_that_a_project_uses_has_its_line_among_the_dependencies()
    {
        var lines = SourceTree.Read("docs/decisions/0007-dependencies.md");
        var used = SourceTree.Files("src", "*.csproj").SelectMany(project => Package().Matches(File.ReadAllText(project)).Select(match => match.Groups["name"].Value)).Distinct();
        Assert.All(used, package => Assert.Contains(package, lines, StringComparison.Ordinal));
    }

    [Fact]
    public void No_document_names_a_place_on_somebodys_machine() =>
        Assert.Empty(Documents.SelectMany(file => MachinePath().Matches(SourceTree.Read(file)).Select(match => $"{file}: {match.Value}")));

    [Theory]
    [InlineData("see /home/ana/parvis/docs")]
    [InlineData(@"see C:\Users\ana\parvis")]
    [InlineData("in /tmp/parvis-test")]
    public void The_place_rule_catches_a_machine_path(string text) => Assert.Matches(MachinePath(), text);

    [Fact]
    public void Every_text_key_in_the_code_has_its_words()
    {
        var code = SourceTree.Files("src", "*.cs", "*.razor").Select(File.ReadAllText).ToList();
        Assert.Empty(Wordless(code, Texts.Keys));
    }

    [Fact]
    public void The_text_rule_catches_a_key_without_words() =>
        Assert.Equal(["commons.lost", "ui.gone"], Wordless(["""<p>@T["commons.found"] @T["commons.lost"]</p>""", """texts.Get("ui.gone", ("n", 1)) + T[$"commons.kind.{kind}"]"""], ["commons.found"]));

    [Theory]
    [InlineData("fr")]
    [InlineData("ar")]
    public void Every_text_of_every_room_is_translated(string language) => Assert.Empty(Texts.Missing(language));

    private static IReadOnlyList<string> Undefined(IEnumerable<string> terms, string glossary)
    {
        var rows = glossary.Split('\n').Where(line => line.StartsWith('|')).SelectMany(line => line.Split('|')[1].Split(',')).Select(term => term.Trim()).ToHashSet(StringComparer.Ordinal);
        return [.. terms.Distinct().Except(rows)];
    }

    private static IEnumerable<string> Leaves(Command command, string path) =>
        command.Subcommands.Count == 0 ? [path] : command.Subcommands.SelectMany(verb => Leaves(verb, $"{path} {verb.Name}"));

    private static IReadOnlyList<string> Unshown(IEnumerable<string> commands, string documents) =>
        [.. commands.Where(command => !Regex.IsMatch(documents, $@"{Regex.Escape(command)}(?![\w-])", RegexOptions.None, TimeSpan.FromSeconds(1)))];

    private static IReadOnlyList<string> Wordless(IEnumerable<string> code, IEnumerable<string> keys) =>
        [.. code.SelectMany(text => UsedKey().Matches(text).Select(match => match.Groups["key"].Value)).Distinct().Except(keys).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Dead(string file, string text) => Targets(text).Where(target =>
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? file : Resolve(file, target);
        var full = Path.Combine(SourceTree.Root, path);
        if (!File.Exists(full) && !Directory.Exists(full)) return true;
        return parts.Length == 2 && !Headings(File.ReadAllText(full)).Contains(parts[1]);
    });

    private static string Resolve(string file, string target) =>
        Path.GetRelativePath(SourceTree.Root, Path.GetFullPath(Path.Combine(SourceTree.Root, Path.GetDirectoryName(file)!, target.Split('#')[0]))).Replace('\\', '/');

    private static IEnumerable<string> Targets(string text) =>
        Link().Matches(Code().Replace(text, "")).Select(match => match.Groups["target"].Value).Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    // The anchors that forges make of headings: lower case, without punctuation, spaces as hyphens.
    private static HashSet<string> Headings(string text) =>
        [.. Heading().Matches(text).Select(match => Punctuation().Replace(match.Groups["words"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)[^)]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"```[\s\S]*?```|`[^`\n]*`(?!\])", RegexOptions.None, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^#+ (?<words>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\s_-]", RegexOptions.None, 1000)]
    private static partial Regex Punctuation();

    [GeneratedRegex("PackageReference Include=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Package();

    [GeneratedRegex(@"(?<![\w.])/(home|root|Users|tmp|work|mnt|private)/\w+|\b[A-Z]:\\\w+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MachinePath();

    [GeneratedRegex("(\\bT|[tT]exts)(\\[|\\.Get\\()\"(?<key>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UsedKey();
}
