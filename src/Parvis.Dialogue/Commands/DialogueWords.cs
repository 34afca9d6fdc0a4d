using System.CommandLine;
using Parvis.Dialogue.Records.Polis;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;

namespace Parvis.Dialogue.Commands;

/// <summary>What commands of this module say, in the language asked for.</summary>
internal static class DialogueWords
{
    public static Option<string> Language()
    {
        var language = new Option<string>("--language") { Description = "Language of the sentences.", DefaultValueFactory = _ => InterfaceLanguages.Source };
        language.AcceptOnlyFromAmong([.. InterfaceLanguages.All]);
        return language;
    }

    public static LanguageTexts In(string? language) => new Texts(typeof(DialogueModule).Assembly).In(language ?? InterfaceLanguages.Source);

    /// <summary>What is wrong with a file, and where.</summary>
    public static string Of(LanguageTexts texts, PolisFormatException malformed) => texts.Get("dialogue.file.place",
        ("file", malformed.File), ("line", malformed.Line), ("column", malformed.Column),
        ("problem", texts.Get($"dialogue.file.{malformed.Rule}", ("expected", Clean(malformed.Expected)), ("found", Clean(malformed.Found)))));

    /// <summary>Runs what may meet a malformed file: then says where and refuses.</summary>
    public static async Task<int> RefusingAsync(LanguageTexts texts, TextWriter error, Func<Task> run)
    {
        try
        {
            await run();
            return ExitCodes.Done;
        }
        catch (PolisFormatException malformed)
        {
            await error.WriteLineAsync(Of(texts, malformed));
            return ExitCodes.Refused;
        }
    }

    /// <summary>Words of strangers on one line and without control characters.</summary>
    public static string Clean(string words) => string.Concat(words.Select(letter => char.IsControl(letter) ? ' ' : letter).Take(400)).Trim();
}
