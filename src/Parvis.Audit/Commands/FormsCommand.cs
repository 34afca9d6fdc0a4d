using System.CommandLine;
using Parvis.Audit.Indicators.Bom;
using Parvis.Audit.Indicators.Forms;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;

namespace Parvis.Audit.Commands;

/// <summary><c>parvis audit forms REPORT</c>: forms of the European Union, filled in as far as the files speak.</summary>
internal static class FormsCommand
{
    public static Command Create(OpenNode _)
    {
        var report = new Argument<FileInfo>("REPORT") { Description = "The report of an audit (JSON)." };
        var form = new Option<string>("--form") { Description = "training-summary: what a general-purpose model was trained with (AI Act, Article 53(1)(d)); model-documentation: the form of the Code of Practice.", DefaultValueFactory = _ => Form.All[0].Id };
        form.AcceptOnlyFromAmong([.. Form.All.Select(one => one.Id)]);
        var language = new Option<string>("--language") { Description = "Language of the form.", DefaultValueFactory = _ => InterfaceLanguages.Source };
        language.AcceptOnlyFromAmong([.. InterfaceLanguages.All]);
        var json = new Option<FileInfo?>("--json") { Description = "Also write the form here as JSON." };
        var command = new Command("forms", "Fills in forms of the European Union as far as a report knows the answers, in Markdown; what is not known stays open.\n\nExample: parvis audit forms report.json --form model-documentation --language fr") { report, form, language, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var console = parsed.InvocationConfiguration;
            if (await ReportFile.ReadAsync(parsed.GetRequiredValue(report), console.Error, cancel) is not { } read) return ExitCodes.Refused;
            var (asked, bill, texts) = (Form.All.Single(one => one.Id == parsed.GetValue(form)), BillOfMaterials.Of(read, new()), new Texts(typeof(FormsCommand).Assembly).In(parsed.GetValue(language)!));
            if (parsed.GetValue(json) is { } file) await File.WriteAllBytesAsync(file.FullName, FormJson.Write(asked, bill, texts), cancel);
            await console.Output.WriteAsync(FormMarkdown.Write(asked, bill, texts));
            return ExitCodes.Done;
        });
        return command;
    }
}
