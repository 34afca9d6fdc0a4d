using System.CommandLine;
using System.Globalization;
using System.Text;
using Parvis.Audit.Indicators;
using Parvis.Audit.Indicators.Bom;
using Parvis.Kernel.Languages;

namespace Parvis.Audit.Commands;

/// <summary>The options by which a bill of materials is asked for, and its writing: of <c>parvis audit</c> and <c>parvis audit bom</c>.</summary>
internal sealed class BomOptions
{
    private readonly Option<string> _format = new("--bom-format") { Description = "Format of the bill of materials.", DefaultValueFactory = _ => BomFormat.All[0].Word };
    private readonly Option<string?> _author = new("--bom-author") { Description = "Who answers for the bill." };
    private readonly Option<Uri?> _location = new("--bom-location") { Description = "Where the artefact can be had: an address of the web.", CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && PlainWords.Address(address.OriginalString) is not null ? address : Refuse<Uri?>(result, "--bom-location: not an address of the web (https://…).") };
    private readonly Option<DateTimeOffset?> _time = new("--bom-time") { Description = "When the bill was made, e.g. 2026-11-24T12:00:00Z; left out otherwise, so that the same files give the same bytes.", CustomParser = result => DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : Refuse<DateTimeOffset?>(result, "--bom-time: not a time such as 2026-11-24T12:00:00Z.") };

    public BomOptions() => _format.AcceptOnlyFromAmong([.. BomFormat.All.Select(format => format.Word)]);

    public void AddTo(Command command)
    {
        command.Options.Add(_format);
        command.Options.Add(_author);
        command.Options.Add(_location);
        command.Options.Add(_time);
    }

    /// <summary>Writes the bill of <paramref name="report"/> to <paramref name="file"/>.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="report">The report.</param>
    /// <param name="audited">The address that was audited, or null: where the artefact can be had, if nothing else was said.</param>
    /// <param name="file">The file to write.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>How complete it is, in words.</returns>
    public async Task<string> WriteAsync(ParseResult parsed, AuditReport report, Uri? audited, string file, CancellationToken cancel)
    {
        var bill = BillOfMaterials.Of(report, new(parsed.GetValue(_author), parsed.GetValue(_location) ?? audited, parsed.GetValue(_time)));
        await File.WriteAllBytesAsync(file, BomFormat.All.Single(format => format.Word == parsed.GetValue(_format)).Of(bill), cancel);
        return Words(Completeness.Of(bill));
    }

    private static string Words(Completeness completeness)
    {
        var (words, texts) = (new StringBuilder(), new Texts(typeof(BomOptions).Assembly).In(InterfaceLanguages.Source));
        words.AppendLine(CultureInfo.InvariantCulture, $"  bill         {completeness.Filled} of {completeness.Fields.Count} fields ({completeness.PerCent} %)");
        foreach (var field in completeness.Missing) words.AppendLine(CultureInfo.InvariantCulture, $"    missing: {texts[$"audit.bom.field.{field.Id}"]} ({field.Place})");
        return words.ToString();
    }

    private static T Refuse<T>(System.CommandLine.Parsing.ArgumentResult result, string why)
    {
        result.AddError(why);
        return default!;
    }
}
