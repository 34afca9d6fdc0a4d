using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Commons.Api;
using Parvis.Commons.Indicators;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Search;
using Parvis.Kernel.Storage;

namespace Parvis.Commons.Commands;

/// <summary><c>parvis commons find WORDS</c>.</summary>
internal static class FindCommand
{
    public static Command Create(OpenNode open)
    {
        var words = new Argument<string[]>("WORDS") { Description = "What to look for.", Arity = ArgumentArity.ZeroOrMore };
        var filters = new Option<string[]>("--filter") { Description = $"facet=value, once or more; facets: {string.Join(", ", CatalogueSearch.FacetNames)}.", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true };
        var language = new Option<string>("--language") { Description = "Language of titles, e.g. fr.", DefaultValueFactory = _ => "en" };
        var take = new Option<int>("--take") { Description = "How many to show, 1 to 100.", DefaultValueFactory = _ => 20 };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("find", "Finds records of the commons.\n\nExample: parvis commons find speech recognition --filter language=sw openness=open") { words, filters, language, take, json };
        command.SetAction(async (parsed, cancel) =>
        {
            if (!TrySelect(parsed.GetValue(filters) ?? [], out var selected, out var wrong))
            {
                parsed.InvocationConfiguration.Error.WriteLine($"--filter {wrong}: write facet=value, with one of the facets {string.Join(", ", CatalogueSearch.FacetNames)}.");
                return ExitCodes.WrongUse;
            }
            var node = await open(parsed, cancel);
            var text = string.Join(' ', parsed.GetValue(words) ?? []);
            var query = new SearchQuery("commons", text.Length == 0 ? null : text, parsed.GetValue(language)!, selected, Take: Math.Clamp(parsed.GetValue(take), 1, 100));
            var (result, entries) = await node.GetRequiredService<Catalogue>().SearchAsync(query, cancel);
            Write(parsed.InvocationConfiguration.Output, query.Language, result, entries, parsed.GetValue(json));
            return ExitCodes.Done;
        });
        return command;
    }

    private static bool TrySelect(string[] filters, out Dictionary<string, IReadOnlyList<string>> selected, out string? wrong)
    {
        selected = filters.Select(filter => filter.Split('=', 2)).Where(pair => pair.Length == 2).GroupBy(pair => pair[0], pair => pair[1], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group], StringComparer.Ordinal);
        wrong = filters.FirstOrDefault(filter => filter.Split('=', 2) is not [var facet, { Length: > 0 }] || !CatalogueSearch.FacetNames.Contains(facet, StringComparer.Ordinal));
        return wrong is null;
    }

    private static void Write(TextWriter output, string language, SearchResult result, IReadOnlyList<CatalogueEntry> entries, bool json)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { result.Total, Records = entries.Select(entry => RecordSummary.Of(entry, "")) }, InstantJson.Web));
            return;
        }
        foreach (var (_, record) in entries)
            output.WriteLine($"{record.Id}  {record.Kind,-10}  {Openness.Of(record).Level?.ToString().ToLowerInvariant() ?? "-",-8}  {record.TitlesByLanguage().In(language).Words}");
        output.WriteLine($"{entries.Count} of {result.Total}{(result.Suggestion is { } suggestion ? $"; did you mean: {suggestion}" : "")}");
    }
}
