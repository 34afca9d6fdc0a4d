using System.Globalization;
using System.Text;
using Parvis.Audit.Indicators.Bom;
using Parvis.Kernel.Languages;

namespace Parvis.Audit.Indicators.Forms;

/// <summary>A form with what is known, as Markdown (CommonMark) to go on with by hand.</summary>
internal static class FormMarkdown
{
    private const string Special = @"\`*_{}[]<>()#+-.!|~&";

    public static string Write(Form form, BillOfMaterials bill, LanguageTexts texts)
    {
        var (text, filled) = (new StringBuilder(), form.Fill(bill).ToList());
        text.Append(CultureInfo.InvariantCulture, $"# {texts[$"audit.form.{form.Id}"]}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{texts.Get("audit.form.about", ("name", Escape(bill.Name.Words)), ("program", Escape(PlainWords.Of(bill.Report.Rules.Program))), ("source", form.Source), ("answered", (long)filled.Count(field => field.Answer is not null)), ("fields", (long)filled.Count))}\n");
        foreach (var section in filled.GroupBy(field => field.Section))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Key.Number} {texts[$"audit.form.{form.Id}.{section.Key.Number}"]}\n\n");
            foreach (var (_, field, answer) in section)
                text.Append(CultureInfo.InvariantCulture, $"- **{texts[$"audit.form.field.{field.Id}"]}**\n  {Words(answer, texts)}\n");
        }
        return text.ToString();
    }

    private static string Words(FormAnswer? answer, LanguageTexts texts)
    {
        if (answer is null) return $"*{texts["audit.form.unknown"]}*";
        var words = string.Join("; ", answer.Words.Select(word => answer.Named ? texts[$"audit.form.word.{word}"] : Escape(word)));
        return texts.Get($"audit.form.method.{answer.Method}", ("words", words), ("path", Escape(answer.Path ?? ".")));
    }

    /// <summary>A stranger's words as words: nothing in them is markup.</summary>
    private static string Escape(string words) => string.Concat(words.Select(letter => Special.Contains(letter, StringComparison.Ordinal) ? $"\\{letter}" : $"{letter}"));
}
