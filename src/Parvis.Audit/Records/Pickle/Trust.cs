namespace Parvis.Audit.Records.Pickle;

/// <summary>What an import of a pickle may be used for.</summary>
internal enum Trust
{
    /// <summary>Honest models need it, and it can do no harm.</summary>
    Allowed,

    /// <summary>On no list: a person must look.</summary>
    Unknown,

    /// <summary>It can run programs, reach files or the network, or change the loading program.</summary>
    Dangerous,
}

/// <summary>Judges imports: allowed by an exact list of what honest models need; dangerous by lists of modules with all in them; all else unknown.</summary>
/// <remarks>
/// Sources: the standard library's list of modules (<c>sys.stdlib_module_names</c> of Python 3.8 to 3.14), of which all that is not named harmless here is dangerous, because
/// each release of it held some function that runs its argument; the advisories of picklescan (GHSA), fickling#302 and modelscan#338 for third-party modules; the serialisers of
/// NumPy, PyTorch, scikit-learn, SciPy, pandas and joblib for what is allowed.
/// </remarks>
internal static partial class Trusts
{
    /// <summary>Judges one import, named as in Python 3.</summary>
    public static Trust Of(string module, string name)
    {
        var full = $"{module}.{name}";
        if (Allowed.Contains(full)) return Trust.Allowed;
        if (IsDangerous(full, module.Length)) return Trust.Dangerous;
        var top = module.AsSpan(0, module.IndexOf('.') is var dot and >= 0 ? dot : module.Length);
        if (StandardLibrary.GetAlternateLookup<ReadOnlySpan<char>>().Contains(top))
        {
            if (module == "builtins" && !name.Contains('.') && (name.EndsWith("Error", StringComparison.Ordinal) || name.EndsWith("Warning", StringComparison.Ordinal))) return Trust.Allowed;
            return MildModules.GetAlternateLookup<ReadOnlySpan<char>>().Contains(top) ? Trust.Unknown : Trust.Dangerous;
        }
        return IsClassOfFamily(module, name) ? Trust.Allowed : Trust.Unknown;
    }

    /// <summary>The module and name as Python 3 calls them: what <c>fix_imports</c> of its unpickler does.</summary>
    public static (string Module, string Name) OfPython3(string module, string name)
    {
        if (module == "exceptions") return ("builtins", name == "StandardError" ? "Exception" : name);
        if (RenamedFunctions.TryGetValue((module, name), out var renamed)) return renamed;
        return (RenamedModules.GetValueOrDefault(module, module), name);
    }

    /// <summary>Whether a module is one that only PyTorch's reader of TorchScript knows.</summary>
    public static bool IsTorchScript(string module) => module is "__torch__" or "torch.jit._pickle" || module.StartsWith("__torch__.", StringComparison.Ordinal);

    /// <summary>Whether the last part of a name says that it runs what it is given.</summary>
    public static bool NameRuns(string name)
    {
        var last = name.AsSpan(name.LastIndexOf('.') + 1).Trim('_');
        foreach (var part in last.Split('_'))
            foreach (var verb in RunningVerbs)
                if (last[part].Equals(verb, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>Whether a text is program text or a command.</summary>
    public static bool IsCode(string text)
    {
        foreach (var sign in CodeSigns)
            if (text.Contains(sign, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static bool IsDangerous(string full, int module)
    {
        var dangerous = DangerousNames.GetAlternateLookup<ReadOnlySpan<char>>();
        var segments = DangerousSegments.GetAlternateLookup<ReadOnlySpan<char>>();
        var start = 0;
        for (var i = 0; i <= full.Length; i++)
        {
            if (i < full.Length && full[i] != '.') continue;
            if (dangerous.Contains(full.AsSpan(0, i))) return true;
            if (start > module && segments.Contains(full.AsSpan(start, i - start))) return true;
            start = i + 1;
        }
        return false;
    }

    /// <summary>Classes of libraries whose classes only hold state, and are made without their constructors running.</summary>
    private static bool IsClassOfFamily(string module, string name)
    {
        if (name.Length == 0 || !char.IsAsciiLetterUpper(name[0]) || name.Contains('.')) return false;
        foreach (var family in ClassFamilies)
            if (module.StartsWith(family, StringComparison.Ordinal) && (module.Length == family.Length || module[family.Length] == '.')) return true;
        return false;
    }
}
