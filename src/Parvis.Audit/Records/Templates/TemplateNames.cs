using System.Collections.Frozen;
using System.Text;

namespace Parvis.Audit.Records.Templates;

/// <summary>Names by which a template leaves its own world and reaches Python's.</summary>
internal static class TemplateNames
{
    /// <summary>Attributes without underscores through which Python's insides are reached: Jinja2's sandbox forbids the same.</summary>
    private static readonly FrozenSet<string> Internal = FrozenSet.Create(
        "mro", "func_globals", "func_code", "func_closure", "func_defaults", "func_dict", "im_class", "im_func", "im_self",
        "gi_frame", "gi_code", "gi_yieldfrom", "cr_frame", "cr_code", "cr_await", "cr_origin", "ag_frame", "ag_code", "ag_await",
        "f_globals", "f_locals", "f_builtins", "f_back", "f_code", "tb_frame", "tb_next", "co_code", "co_consts", "co_names");

    /// <summary>Functions that run programs, load code or reach the network: a template that calls one of these attacks.</summary>
    private static readonly FrozenSet<string> Runs = FrozenSet.Create(
        "popen", "Popen", "system", "check_output", "check_call", "getoutput", "getstatusoutput", "spawnl", "spawnv", "spawnvp", "execl", "execv", "execve", "execvp",
        "fork", "import_module", "load_module", "exec_module", "eval", "exec", "urlopen", "urlretrieve", "rmtree", "import_string", "create_connection");

    /// <summary>Python's functions that a template has no access to, unless by an attack.</summary>
    private static readonly FrozenSet<string> Builtin = FrozenSet.Create(
        "eval", "exec", "compile", "open", "getattr", "setattr", "delattr", "hasattr", "globals", "locals", "vars", "breakpoint", "execfile", "import_module", "popen", "system");

    /// <summary>Python's modules that a template has no access to, unless by an attack.</summary>
    private static readonly FrozenSet<string> Modules = FrozenSet.Create("os", "sys", "subprocess", "builtins", "importlib", "shutil", "socket", "ctypes", "pickle", "marshal", "posix", "nt", "pty");

    /// <summary>What web programs give to their templates.</summary>
    private static readonly FrozenSet<string> HostObjects = FrozenSet.Create("request", "config", "current_app", "url_for", "get_flashed_messages");

    /// <summary>Functions that Jinja2 gives to each template; handled as objects they are a way out.</summary>
    public static readonly FrozenSet<string> Globals = FrozenSet.Create("range", "dict", "lipsum", "cycler", "joiner", "namespace");

    /// <summary>Words of names that lead out, as they are looked for in names of which only parts are known.</summary>
    private static readonly string[] Stems = ["class", "globals", "builtins", "subclasses", "init", "getitem", "getattribute", "import", "mro", "popen", "base"];

    private static readonly FrozenSet<string> Dangerous = FrozenSet.Create(
        "__class__", "__base__", "__bases__", "__mro__", "__subclasses__", "__globals__", "__init__", "__builtins__", "__import__", "__dict__", "__getattribute__", "__getattr__",
        "__getitem__", "__reduce__", "__reduce_ex__", "__code__", "__closure__", "__func__", "__self__", "__module__", "__loader__", "__spec__", "__wrapped__", "__call__",
        "__enter__", "__exit__", "__new__", "__delattr__", "__setattr__", "__init_subclass__", "__weakref__", "__defaults__", "_TemplateReference__context");

    /// <summary>The name as Python compares it: full-width letters and their like are their plain selves.</summary>
    public static string Plain(string name)
    {
        try
        {
            return name.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return name; // half of a surrogate pair
        }
    }

    public static bool IsInternal(string name) => name.StartsWith("__", StringComparison.Ordinal) || name.StartsWith('_') && name.Contains("__", StringComparison.Ordinal) || Internal.Contains(name);

    public static bool IsPrivate(string name) => name.StartsWith('_');

    public static bool Executes(string name) => Runs.Contains(name);

    public static bool IsBuiltin(string name) => Builtin.Contains(name);

    public static bool IsModule(string name) => Modules.Contains(name);

    public static bool IsHost(string name) => HostObjects.Contains(name);

    public static bool IsDangerousText(string text) => text.Length is > 4 and < 40 && Dangerous.Contains(text);

    /// <summary>A text of which only parts are known that could be a dangerous name.</summary>
    public static bool CouldBeDangerous(string known) =>
        known.Length is > 0 and < 60 && known[0] is '_' or Value.Mixed.Gap && known[^1] is '_' or Value.Mixed.Gap && Stems.Any(stem => known.Contains(stem, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a text that could not be parsed names what leads out.</summary>
    public static string? DangerIn(string text) => Dangerous.Order(StringComparer.Ordinal).FirstOrDefault(name => text.Contains(name, StringComparison.Ordinal));
}
