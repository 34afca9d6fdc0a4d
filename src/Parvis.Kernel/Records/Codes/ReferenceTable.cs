using System.Text.Json;

namespace Parvis.Kernel.Records.Codes;

/// <summary>Reads the tables of <c>data/</c> that are built into the program; each is read when it is first used.</summary>
internal static class ReferenceTable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static T Read<T>(string name)
    {
        using var stream = typeof(ReferenceTable).Assembly.GetManifestResourceStream($"Data/{name}.json")
            ?? throw new InvalidOperationException($"The program was built without data/{name}.json.");
        return JsonSerializer.Deserialize<T>(stream, Web) ?? throw new InvalidOperationException($"data/{name}.json is empty.");
    }

    /// <summary>The name in <paramref name="language"/>, or in the language without its subtags, or in English.</summary>
    public static string NameIn(IReadOnlyDictionary<string, string> names, string language) =>
        names.GetValueOrDefault(language) ?? names.GetValueOrDefault(language.Split('-')[0]) ?? names["en"];
}
