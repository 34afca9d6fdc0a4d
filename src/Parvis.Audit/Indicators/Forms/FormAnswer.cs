using Parvis.Audit.Indicators.Bom;

namespace Parvis.Audit.Indicators.Forms;

/// <summary>What is known for a field of a form.</summary>
/// <param name="Words">One or several answers, in the words of the files or as measured.</param>
/// <param name="Method"><c>measured</c>, <c>self-declared</c> (a file says so), <c>named</c> (what the artefact was called when it was audited) or <c>see</c> (a document speaks of it at the place named).</param>
/// <param name="Path">The file, or null.</param>
/// <param name="Named">Whether the words are names that each language has words for: text key <c>audit.form.word.NAME</c>.</param>
internal sealed record FormAnswer(IReadOnlyList<string> Words, string Method, string? Path = null, bool Named = false)
{
    public static FormAnswer Measured(params IReadOnlyList<string> words) => new(words, "measured");

    public static FormAnswer? Stated(params IReadOnlyList<Stated?> stated) =>
        stated.OfType<Stated>().ToList() is { Count: > 0 } all ? new([.. all.Select(one => one.Words)], "self-declared", PlainWords.Of(all[0].Path)) : null;

    public static FormAnswer? See(Stated? section) => section is null ? null : new([section.Words], "see", PlainWords.Of(section.Path));
}
