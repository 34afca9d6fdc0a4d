using System.Text.Json;
using Parvis.Audit.Records;

namespace Parvis.Audit.Tests;

/// <summary>The labels of <c>synth/expected.csv</c>.</summary>
/// <param name="Path">Relative to the folder of all cases.</param>
/// <param name="Verdict">The label.</param>
/// <param name="Metadata">What the file holds, measured by whoever made it.</param>
internal sealed record Expected(string Path, Verdict Verdict, JsonElement? Metadata)
{
    /// <summary>The cases below a folder of <c>synth</c>; the test is skipped where they are absent.</summary>
    public static IReadOnlyList<Expected> Of(string folder)
    {
        return
        [
            .. Labels.Rows(Cases.Folder("synth/expected.csv")).Where(row => row[0].StartsWith($"synth/{folder}/", StringComparison.Ordinal))
                .Select(row => new Expected(row[0], Enum.Parse<Verdict>(row[3], ignoreCase: true), row[5].Length == 0 ? null : JsonElement.Parse(row[5]))),
        ];
    }

    /// <summary>Where the case is.</summary>
    public string File => System.IO.Path.Combine(Cases.Folder("synth"), "..", Path);
}
