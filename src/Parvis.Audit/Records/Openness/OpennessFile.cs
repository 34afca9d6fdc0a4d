using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Audit.Records.Repository;
using Parvis.Audit.Sources;
using YamlDotNet.Core;

namespace Parvis.Audit.Records.Openness;

/// <summary>A file about openness in one of the forms that are known.</summary>
internal abstract record OpennessFile
{
    /// <summary>The longest file that is read, in bytes.</summary>
    public const int MostBytes = YamlTree.Longest;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A model file of the Model Openness Framework.</summary>
    internal sealed record Mof(MofRelease Release, OpennessFacts Facts) : OpennessFile;

    /// <summary>A project file of the open-source AI index.</summary>
    internal sealed record Osai(OsaiProject Project, OpennessFacts Facts) : OpennessFile;

    /// <summary>A person's answers.</summary>
    internal sealed record Answers(OpennessFacts Facts) : OpennessFile;

    /// <summary>Scores of the Foundation Model Transparency Index.</summary>
    /// <param name="Edition">Which edition, from the name of the file.</param>
    /// <param name="Developers">Each developer's scores.</param>
    internal sealed record Fmti(string Edition, IReadOnlyList<FmtiScores> Developers) : OpennessFile;

    /// <summary>Reads a file.</summary>
    /// <param name="name">Its name without folders.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <exception cref="MalformedException">It is in no form that is known, or breaks the rules of its form.</exception>
    public static OpennessFile Read(string name, byte[] bytes)
    {
        if (name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            var text = Text(bytes);
            return FmtiScores.Recognises(text) ? new Fmti(name.Split('_', '.')[0], FmtiScores.Read(text)) : throw new MalformedException(OpennessRules.Form, 0);
        }
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var document = Document(bytes);
        if (MofRelease.Recognises(document))
        {
            var release = MofRelease.Read(document);
            return new Mof(release, new OpennessFacts(release.Name, release.Claims(name, sha256)));
        }
        if (OsaiProject.Recognises(document))
        {
            var project = OsaiProject.Read(document);
            return new Osai(project, new OpennessFacts(project.Name, project.Claims(name, sha256)));
        }
        if (!OpennessAnswers.Recognises(document)) throw new MalformedException(OpennessRules.Form, 0);
        var answers = OpennessAnswers.Read(document);
        return new Answers(new OpennessFacts(answers.Subject, answers.Claims));
    }

    private static string Text(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException failure)
        {
            throw new MalformedException(OpennessRules.Syntax, failure.Index, ("reason", "UTF-8"));
        }
    }

    private static JsonNode? Document(byte[] bytes)
    {
        try
        {
            return Node(YamlTree.Parse(Text(bytes), new Budget(new Limits(), CancellationToken.None), (_, _) => { }));
        }
        catch (YamlException broken)
        {
            throw new MalformedException(OpennessRules.Syntax, Math.Max(0, broken.Start.Index), ("reason", broken.Message.ReplaceLineEndings(" ")));
        }
        catch (BudgetException spent)
        {
            throw new MalformedException(OpennessRules.Syntax, 0, ("reason", spent.Message));
        }
    }

    /// <summary>Of a repeated key the last counts.</summary>
    private static JsonNode? Node(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array) return new JsonArray([.. element.EnumerateArray().Select(Node)]);
        if (element.ValueKind != JsonValueKind.Object) return element.GetString() is { } text ? JsonValue.Create(text) : null;
        var members = new JsonObject();
        foreach (var member in element.EnumerateObject()) members[member.Name] = Node(member.Value);
        return members;
    }
}
