using System.Text;
using System.Text.Unicode;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Templates;

/// <summary>A chat template in a file of its own: <c>chat_template.jinja</c>.</summary>
internal sealed class TemplateReader : IFormatReader
{
    public string Format => "jinja";

    public bool Recognises(Content content) => content.Extension switch
    {
        ".jinja" or ".jinja2" or ".j2" => !content.Head.Contains((byte)0),
        ".template" or ".tmpl" or ".tpl" => !content.Head.Contains((byte)0) && (content.Head.IndexOf("{%"u8) >= 0 || content.Head.IndexOf("{{"u8) >= 0),
        _ => false,
    };

    public void Read(Content content, Examination examination)
    {
        var bytes = new byte[(int)Math.Min(content.Length, TemplateAudit.Longest * 4L)];
        var read = content.ReadFull(0, bytes);
        var text = Encoding.UTF8.GetString(bytes, 0, read);
        if (!Utf8.IsValid(bytes.AsSpan(0, read)) && read == content.Length) examination.Find(TemplateRules.Unparsable, null, ("template", content.Name), ("line", "1"), ("reason", "UTF-8"));
        // Other languages of templates have the same extensions and brackets.
        if (content.Extension is ".template" or ".tmpl" or ".tpl" && !TemplateAudit.Parses(text) && TemplateNames.DangerIn(text) is null) return;
        TemplateAudit.Run(content.Name, text, 0, examination);
    }
}
