using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Audit.Records.Templates;

namespace Parvis.Audit.Records.Repository;

/// <summary>What in a configuration, JSON or YAML, makes a program load code: at whatever depth it stands.</summary>
internal static class ConfigChecks
{
    private const int MostTemplates = 1000;

    /// <summary>Modules that no model needs and that run programs, load code or reach the network.</summary>
    private static readonly FrozenSet<string> Dangerous = FrozenSet.Create(
        "os", "sys", "subprocess", "builtins", "__builtin__", "importlib", "shutil", "socket", "ctypes", "pickle", "marshal", "posix", "nt", "pty", "runpy", "code", "webbrowser",
        "pip", "pdb", "bdb", "timeit", "cProfile", "commands", "popen2", "platform", "asyncio", "multiprocessing", "tempfile", "urllib", "http", "requests", "httpx", "dill", "cloudpickle", "joblib");

    /// <summary>Libraries whose classes a configuration may name; diffusers also names its own folders.</summary>
    private static readonly FrozenSet<string> Libraries = FrozenSet.Create("diffusers", "transformers", "onnxruntime", "optimum", "sentence_transformers", "peft", "timm", "open_clip", "torch");

    /// <summary>Keys that hold a class for a program to import (Hydra, NeMo, Lightning, sentence-transformers).</summary>
    private static readonly FrozenSet<string> ImportKeys = FrozenSet.Create("_target_", "class_path", "_class_path_");

    private static readonly FrozenSet<string> TemplateKeys = FrozenSet.Create("chat_template", "chat_templates", "chat_template_jinja", "default_chat_template", "tokenizer.chat_template");

    private static readonly string[] SecretKeys = ["api_key", "apikey", "api-key", "secret", "secret_key", "access_token", "auth_token", "password", "private_key", "aws_access_key_id", "hf_token"];

    private static readonly string[] SecretMarks = ["sk-", "hf_", "ghp_", "github_pat_", "AKIA", "xoxb-", "glpat-", "AIza", "-----BEGIN "];

    /// <summary>Checks every member of a configuration.</summary>
    public static void Run(JsonElement root, Examination examination)
    {
        var templates = new JsonArray();
        Walk(root, examination, templates, top: true);
        if (templates.Count > 0) examination.Facts[FactNames.Templates] = templates;
        if (root.ValueKind == JsonValueKind.Array) Modules(root, examination);
        else if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("_diffusers_version", out _)) Pipeline(root, examination);
    }

    private static void Walk(JsonElement value, Examination examination, JsonArray templates, bool top)
    {
        examination.Budget.Tick(); // the depth is that of the parser
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in value.EnumerateArray()) Walk(element, examination, templates, top: false);
            return;
        }
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject())
        {
            var name = member.Name;
            if (name == "auto_map") AutoMap(member.Value, examination);
            else if (TemplateKeys.Contains(name)) Templates(member.Value, "", examination, templates);
            else
            {
                Single(name, member.Value, examination);
                Walk(member.Value, examination, templates, top: false);
            }
        }
    }

    private static void Single(string name, JsonElement value, Examination examination)
    {
        switch (name)
        {
            case "trust_remote_code" when value.ValueKind == JsonValueKind.True || value.ValueKind == JsonValueKind.String && string.Equals(ConfigFacts.Text(value), "true", StringComparison.OrdinalIgnoreCase):
                examination.Find(RepositoryRules.Trust, null);
                break;
            case "custom_pipelines" when value.ValueKind == JsonValueKind.Object:
                foreach (var pipeline in value.EnumerateObject())
                    if (pipeline.Value.ValueKind == JsonValueKind.Object && pipeline.Value.TryGetProperty("impl", out var code)) AutoMap(code, examination);
                break;
            case "attn_implementation" or "_attn_implementation" when value.ValueKind == JsonValueKind.String && ConfigFacts.Text(value) is { } kernel && kernel.Contains('/', StringComparison.Ordinal):
                examination.Find(RepositoryRules.Kernel, null, ("name", kernel));
                break;
            case "parent_library" when value.ValueKind == JsonValueKind.String && ConfigFacts.Text(value) is { } library && library.StartsWith("transformers_modules", StringComparison.Ordinal):
                examination.Find(RepositoryRules.RemoteCode, null, ("name", library));
                break;
            default:
                if (value.ValueKind != JsonValueKind.String || ConfigFacts.Text(value) is not { } text) break;
                if (ImportKeys.Contains(name)) Import(text, examination, onlyDangerous: true);
                else if (IsSecret(name, text)) examination.Find(RepositoryRules.Secret, null, ("name", name));
                break;
        }
    }

    /// <summary>Classes of the repository's own code, or of another repository's: <c>file.Class</c>, <c>user/repository--file.Class</c>, or several.</summary>
    private static void AutoMap(JsonElement value, Examination examination)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when ConfigFacts.Text(value) is { Length: > 0 } code:
                var elsewhere = code.Contains("--", StringComparison.Ordinal) || code.Contains('/', StringComparison.Ordinal) || code.Contains(':', StringComparison.Ordinal);
                examination.Find(elsewhere ? RepositoryRules.OtherRepository : RepositoryRules.RemoteCode, null, ("name", code));
                var all = examination.Facts[FactNames.RemoteCode] as JsonArray ?? [];
                if (all.Count < 100) all.Add(code);
                examination.Facts[FactNames.RemoteCode] ??= all;
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray()) AutoMap(element, examination);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject()) AutoMap(member.Value, examination);
                break;
        }
    }

    /// <summary>A template, a list of <c>{name, template}</c>, or an object of them.</summary>
    private static void Templates(JsonElement value, string name, Examination examination, JsonArray templates)
    {
        examination.Budget.Tick();
        switch (value.ValueKind)
        {
            case JsonValueKind.String when templates.Count < MostTemplates:
                templates.Add(name.Length == 0 ? "default" : name);
                TemplateAudit.Run(name, value.GetString()!, null, examination);
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray()) Templates(element, name, examination, templates);
                break;
            case JsonValueKind.Object when value.TryGetProperty("template", out var template):
                Templates(template, value.TryGetProperty("name", out var said) && said.ValueKind == JsonValueKind.String ? ConfigFacts.Text(said) ?? "" : name, examination, templates);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject()) Templates(member.Value, member.Name, examination, templates);
                break;
        }
    }

    /// <summary><c>modules.json</c> of sentence-transformers: each module names the class that is imported for it.</summary>
    private static void Modules(JsonElement root, Examination examination)
    {
        foreach (var module in root.EnumerateArray())
        {
            if (module.ValueKind != JsonValueKind.Object || !module.TryGetProperty("type", out var type) || !module.TryGetProperty("idx", out _)) continue;
            if (type.ValueKind == JsonValueKind.String && ConfigFacts.Text(type) is { } name && name.Contains('.', StringComparison.Ordinal)) Import(name, examination, onlyDangerous: false);
        }
    }

    /// <summary><c>model_index.json</c> of diffusers: each part of the pipeline is <c>[module, class]</c>.</summary>
    private static void Pipeline(JsonElement root, Examination examination)
    {
        foreach (var part in root.EnumerateObject())
        {
            if (part.Value.ValueKind != JsonValueKind.Array || part.Value.GetArrayLength() != 2 || part.Value[0].ValueKind != JsonValueKind.String || part.Value[1].ValueKind != JsonValueKind.String) continue;
            var (module, type) = (ConfigFacts.Text(part.Value[0]) ?? "", ConfigFacts.Text(part.Value[1]) ?? "");
            // A folder of diffusers is named by a word of its own; a file of the repository too. The pipeline's own class in a list is always the repository's.
            if (Dangerous.Contains(module.Split('.')[0]) || part.Name == "_class_name") Import($"{module}.{type}", examination, onlyDangerous: false);
        }
    }

    private static void Import(string name, Examination examination, bool onlyDangerous)
    {
        var module = name.Split('.', ':')[0];
        if (Dangerous.Contains(module) || name.Contains("__", StringComparison.Ordinal) || name.EndsWith(".eval", StringComparison.Ordinal) || name.EndsWith(".exec", StringComparison.Ordinal)) examination.Find(RepositoryRules.UnsafeImport, null, ("name", name));
        else if (!onlyDangerous && !Libraries.Contains(module)) examination.Find(RepositoryRules.Import, null, ("name", name));
    }

    private static bool IsSecret(string name, string value) =>
        value.Length >= 16 && !value.Contains(' ', StringComparison.Ordinal) && SecretKeys.Any(key => name.EndsWith(key, StringComparison.OrdinalIgnoreCase))
        && (SecretMarks.Any(mark => value.StartsWith(mark, StringComparison.Ordinal)) || value.Any(char.IsAsciiDigit) && value.Any(char.IsAsciiLetter) && !value.Contains('/', StringComparison.Ordinal));
}
