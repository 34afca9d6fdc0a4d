using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Unicode;

namespace Parvis.Audit.Records.Keras;

/// <summary>The description of a Keras model, from which loading builds it: every class and function it names is imported and called with the arguments it gives, so each must be Keras's own and harmless.</summary>
/// <remarks>Keras saving, <c>serialization_lib.py</c>; CVE-2024-3660, CVE-2025-1550, CVE-2025-8747, CVE-2025-9906, CVE-2025-12058, CVE-2025-49655.</remarks>
internal static class KerasConfig
{
    /// <summary>Deeper nesting than any model has.</summary>
    private const int Deepest = 4096;

    /// <summary>Packages whose classes are Keras's own.</summary>
    private static readonly FrozenSet<string> Own = new[] { "keras", "keras_core", "keras_cv", "keras_nlp", "keras_hub", "keras_tuner", "tf_keras" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Packages that Keras models use honestly, but in which not everything is harmless.</summary>
    private static readonly FrozenSet<string> Frameworks = new[] { "tensorflow", "tensorflow_addons", "tensorflow_probability", "tensorflow_text", "tensorflow_hub", "jax", "ml_dtypes", "numpy", "transformers", "autokeras" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What Keras and its frameworks have that fetches, reads, writes or runs, in lower case.</summary>
    private static readonly FrozenSet<string> Gadgets = new[]
    {
        "get_file", "load_model", "load_weights", "save_model", "save_weights", "model_from_json", "model_from_config", "model_from_yaml", "deserialize_keras_object", "func_load", "func_dump", "extract_archive", "load_img", "save_img",
        "torchmodulewrapper", "jaxlayer", "flaxlayer", "torchmodule", "tfsmlayer", "get_source_inputs", "text_dataset_from_directory", "image_dataset_from_directory", "audio_dataset_from_directory", "load_data",
        "py_function", "numpy_function", "py_func", "eager_py_func", "read_file", "write_file", "matching_files", "load_library", "load_op_library", "load_file_system_library", "import_module", "system", "popen", "fromfile", "tofile", "loadtxt", "memmap",
        "exec", "eval", "open", "compile", "exec_command", "lazyloader", "load_from_saved_model", "import_meta_graph", "run_path", "run_module",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Parts of Keras whose functions models name: activations, losses and the like.</summary>
    private static readonly string[] OfFunctions = ["activations", "losses", "metrics", "initializers", "regularizers", "constraints", "ops", "nn", "random", "backend", "optimizers", "quantizers"];

    private static readonly FrozenSet<string> Builtins = new[]
    {
        "exec", "eval", "compile", "open", "__import__", "getattr", "setattr", "delattr", "globals", "locals", "vars", "input", "breakpoint", "exit", "quit", "help", "memoryview", "type", "super", "classmethod", "staticmethod", "print", "map", "filter",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Checks a description and adds what it says about the model to the facts.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="strict">It is certainly a description: when it is not JSON, it is broken.</param>
    /// <param name="examination">Of the file that has it.</param>
    public static void Check(string text, bool strict, Examination examination) => Check(System.Text.Encoding.UTF8.GetBytes(text), strict, examination);

    public static void Check(ReadOnlyMemory<byte> json, bool strict, Examination examination)
    {
        JsonDocument document;
        if (!Utf8.IsValid(json.Span))
        {
            if (strict) examination.Find(KerasRules.Broken, null, ("reason", "UTF-8"));
            return;
        }
        try
        {
            document = JsonDocument.Parse(json, new() { MaxDepth = Deepest });
        }
        catch (JsonException broken)
        {
            if (strict) examination.Find(KerasRules.Broken, null, ("reason", JsonTokens.Reason(broken)));
            return;
        }
        using (document) Walk(document.RootElement, examination);
    }

    private static void Walk(JsonElement root, Examination examination)
    {
        var layers = 0;
        var classes = new Dictionary<string, long>(StringComparer.Ordinal);
        var open = new Stack<JsonElement>([root]);
        while (open.TryPop(out var element))
        {
            examination.Budget.Tick();
            switch (element.ValueKind)
            {
                case JsonValueKind.Array:
                    foreach (var one in element.EnumerateArray()) open.Push(one);
                    break;
                case JsonValueKind.Object:
                    Object(element, examination);
                    foreach (var property in element.EnumerateObject())
                    {
                        open.Push(property.Value);
                        if (Name(property) == "layers" && property.Value.ValueKind == JsonValueKind.Array) layers += Layers(property.Value, classes);
                    }
                    break;
                case JsonValueKind.String:
                    if (Text(element)?.Contains("enable_unsafe_deserialization", StringComparison.OrdinalIgnoreCase) == true) examination.Find(KerasRules.Switch, null);
                    break;
            }
        }
        if (layers == 0) return;
        examination.Facts[FactNames.Nodes] = layers;
        examination.Facts[FactNames.Operators] = TensorFacts.Counts(classes.Select(one => (one.Key, one.Value)));
        if (Named(root, "class_name").FirstOrDefault() is { } architecture) examination.Facts[FactNames.Architecture] = Short(architecture);
    }

    private static int Layers(JsonElement layers, Dictionary<string, long> classes)
    {
        foreach (var layer in layers.EnumerateArray())
            if (layer.ValueKind == JsonValueKind.Object && Named(layer, "class_name").FirstOrDefault() is { } name && (classes.ContainsKey(Short(name)) || classes.Count < 1000))
                classes[Short(name)] = classes.GetValueOrDefault(Short(name)) + 1;
        return layers.GetArrayLength();
    }

    private static void Object(JsonElement element, Examination examination)
    {
        var names = Named(element, "class_name");
        var modules = Named(element, "module").Concat(Named(element, "fn_module")).ToList();
        var registered = Named(element, "registered_name");
        var referred = Named(element, "config"); // a function: its name is all its description
        var isFunction = names.Exists(name => name == "function") || Named(element, "function_type").Exists(type => type is "lambda" or "function");
        if (names.Exists(IsLambda) || Named(element, "function_type").Exists(IsLambda) || registered.Exists(IsLambda))
            examination.Find(KerasRules.Lambda, null, ("layer", LayerName(element)));
        foreach (var module in names.Count > 0 || registered.Count > 0 ? modules : [])
            Module(module, isFunction ? referred.FirstOrDefault() ?? names.FirstOrDefault() ?? "" : names.FirstOrDefault() ?? registered.FirstOrDefault() ?? "", isFunction, examination);
        foreach (var name in names.Concat(registered).Concat(isFunction ? referred : []).Select(name => name[(name.LastIndexOfAny(['>', '.']) + 1)..]).Distinct(StringComparer.Ordinal))
            if (Gadgets.Contains(name.ToLowerInvariant())) examination.Find(KerasRules.Gadget, null, ("name", name));
        foreach (var name in registered)
            if (name.Contains('>') && !Own.Contains(name[..name.IndexOf('>')].ToLowerInvariant())) examination.Find(KerasRules.Custom, null, ("name", name));
        Files(element, names, examination);
    }

    private static void Module(string module, string name, bool isFunction, Examination examination)
    {
        var root = module.Split('.')[0];
        var ofKeras = Own.Contains(root) || module == "tensorflow.keras" || module.StartsWith("tensorflow.keras.", StringComparison.Ordinal) || module.StartsWith("tensorflow.python.keras", StringComparison.Ordinal);
        if (ofKeras)
        {
            if (isFunction && !module.Split('.').Intersect(OfFunctions).Any()) examination.Find(KerasRules.Function, null, ("name", $"{module}.{name}"));
        }
        else if (root == "builtins" && !Builtins.Contains(name)) // how Keras writes what is registered nowhere
        {
            if (!name.StartsWith("__", StringComparison.Ordinal) && name is not ("function" or "")) examination.Find(KerasRules.Custom, null, ("name", name));
        }
        else if (Frameworks.Contains(root)) examination.Find(KerasRules.Framework, null, ("name", $"{module}.{name}"));
        else if (root == "__main__") examination.Find(KerasRules.Custom, null, ("name", name));
        else if (module.Length > 0) examination.Find(KerasRules.Foreign, null, ("module", module), ("name", name));
    }

    /// <summary>Layers that look words up read their list from a file when its place stands where the list should: loading then reads any file.</summary>
    private static void Files(JsonElement element, List<string> names, Examination examination)
    {
        if (!names.Exists(name => name.Contains("Lookup", StringComparison.OrdinalIgnoreCase) || name.Contains("Vectorization", StringComparison.OrdinalIgnoreCase))) return;
        foreach (var property in element.EnumerateObject())
            if (Name(property) == "config" && property.Value.ValueKind == JsonValueKind.Object)
                foreach (var place in Named(property.Value, "vocabulary").Concat(Named(property.Value, "idf_weights")).Where(place => place.Length > 0))
                    examination.Find(ExternalLocation.Leaves(place) ? KerasRules.OutsideFile : KerasRules.OtherFile, null, ("location", place));
    }

    private static bool IsLambda(string name) => name.Trim('_', ' ') is var plain && (plain.Equals("lambda", StringComparison.OrdinalIgnoreCase) || plain.EndsWith(">lambda", StringComparison.OrdinalIgnoreCase) || plain.EndsWith(".lambda", StringComparison.OrdinalIgnoreCase));

    private static string LayerName(JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
            if (Name(property) == "config" && property.Value.ValueKind == JsonValueKind.Object && Named(property.Value, "name").FirstOrDefault() is { } name) return name;
        return Named(element, "name").FirstOrDefault() ?? "Lambda";
    }

    /// <summary>All texts of a name: of two, one program takes the first and another the last.</summary>
    private static List<string> Named(JsonElement element, string name)
    {
        var found = new List<string>();
        if (element.ValueKind == JsonValueKind.Object)
            foreach (var property in element.EnumerateObject())
                if (Name(property) == name && property.Value.ValueKind == JsonValueKind.String && Text(property.Value) is { } text) found.Add(text);
        return found;
    }

    private static string? Text(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair: no name that can be imported
        }
    }

    private static string? Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null; // as above
        }
    }

    private static string Short(string text) => Finding.Of(KerasRules.Broken, null, ("text", text)).Values["text"];
}
