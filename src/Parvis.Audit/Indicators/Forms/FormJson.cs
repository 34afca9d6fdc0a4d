using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Audit.Indicators.Bom;
using Parvis.Kernel.Languages;

namespace Parvis.Audit.Indicators.Forms;

/// <summary>A form with what is known, as JSON: a field without an answer is null and keeps its name.</summary>
internal static class FormJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Form form, BillOfMaterials bill, LanguageTexts texts)
    {
        var filled = form.Fill(bill).ToList();
        var json = new JsonObject
        {
            ["form"] = form.Id,
            ["source"] = form.Source,
            ["title"] = texts[$"audit.form.{form.Id}"],
            ["subject"] = new JsonObject { ["name"] = bill.Name.Words, ["digest"] = bill.Report.Subject.Digest },
            ["program"] = PlainWords.Of(bill.Report.Rules.Program),
            ["answered"] = filled.Count(field => field.Answer is not null),
            ["fields"] = filled.Count,
            ["sections"] = new JsonArray([.. filled.GroupBy(field => field.Section).Select(section => new JsonObject
            {
                ["number"] = section.Key.Number,
                ["title"] = texts[$"audit.form.{form.Id}.{section.Key.Number}"],
                ["fields"] = new JsonArray([.. section.Select(field => Of(field.Field, field.Answer, texts))]),
            })]),
        };
        return [.. JsonSerializer.SerializeToUtf8Bytes(json, Indented), (byte)'\n'];
    }

    private static JsonObject Of(FormField field, FormAnswer? answer, LanguageTexts texts) => new()
    {
        ["id"] = field.Id,
        ["question"] = texts[$"audit.form.field.{field.Id}"],
        ["answer"] = answer is null ? null : new JsonArray([.. answer.Words.Select(word => (JsonNode)word)]),
        ["method"] = answer?.Method,
        ["path"] = answer?.Path,
    };
}
