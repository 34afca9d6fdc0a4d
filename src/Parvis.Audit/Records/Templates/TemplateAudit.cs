namespace Parvis.Audit.Records.Templates;

/// <summary>Judges chat templates without running them.</summary>
internal static class TemplateAudit
{
    /// <summary>Characters of a template that need no second look: the longest published ones have about 25,000.</summary>
    public const int Large = 50_000;

    /// <summary>Characters of a template that is parsed.</summary>
    public const int Longest = 512 << 10;

    /// <summary>Judges each template.</summary>
    /// <param name="templates">Name (nothing for the main one), text, and where its text begins in the content if that is known.</param>
    /// <param name="examination">Where findings go.</param>
    public static void Run(IEnumerable<(string Name, string Text, long At)> templates, Examination examination)
    {
        foreach (var (name, text, at) in templates) Run(name, text, at, examination);
    }

    /// <inheritdoc cref="Run(IEnumerable{ValueTuple{string, string, long}}, Examination)"/>
    public static void Run(string name, string text, long? at, Examination examination)
    {
        var findings = new TemplateFindings(name.Length == 0 ? "default" : name, text, at, examination);
        if (text.Length > Large) findings.Add(TemplateRules.TooLarge, 0, ("length", $"{text.Length}"));
        if (text.Length > Longest)
        {
            Suspect(findings, text, []);
            return;
        }
        var lexer = new TemplateLexer(text);
        try
        {
            var body = new TemplateParser(lexer.Run()).Run();
            new TemplateEvaluation(findings, examination.Budget).Run(body);
        }
        catch (TemplateException broken)
        {
            findings.Add(TemplateRules.Unparsable, broken.At, ("reason", broken.Message));
            Suspect(findings, text, lexer.Tokens);
        }
    }

    /// <summary>Whether a text is a Jinja2 template that says something.</summary>
    public static bool Parses(string text)
    {
        try
        {
            return new TemplateParser(new TemplateLexer(text).Run()).Run().Any(statement => statement is not Statement.Data);
        }
        catch (TemplateException)
        {
            return false;
        }
    }

    private static void Suspect(TemplateFindings findings, string text, IReadOnlyList<TemplateToken> tokens)
    {
        foreach (var token in tokens)
        {
            if (token.Kind is TokenKind.Name or TokenKind.Text && TemplateNames.IsDangerousText(TemplateNames.Plain(token.Value))) findings.Add(TemplateRules.UnsafeName, token.At, ("name", token.Value));
        }
        if (TemplateNames.DangerIn(text) is { } name) findings.Add(TemplateRules.UnsafeName, text.IndexOf(name, StringComparison.Ordinal), ("name", name));
    }
}

/// <summary>Findings about one template, each said once.</summary>
internal sealed class TemplateFindings(string name, string text, long? start, Examination examination)
{
    private const int MostFindings = 100;
    private readonly HashSet<(string Rule, int At, string Name)> _said = [];

    public void Add(Rule rule, int at, params ReadOnlySpan<(string Name, string Value)> values)
    {
        at = Math.Clamp(at, 0, text.Length);
        if (_said.Count >= MostFindings || !_said.Add((rule.Id, at, values.Length > 0 ? values[0].Value : ""))) return;
        long? offset = start is { } begin ? begin + System.Text.Encoding.UTF8.GetByteCount(text.AsSpan(0, at)) : null;
        examination.Find(rule, offset, [("template", name), ("line", $"{text.AsSpan(0, at).Count('\n') + 1}"), .. values]);
    }
}
