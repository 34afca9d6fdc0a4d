namespace Parvis.Kernel.Modules;

/// <summary>One entry of the main navigation.</summary>
/// <param name="TextKey">Key of its words, e.g. <c>commons.find</c>.</param>
/// <param name="Path">Path below the language, e.g. <c>/commons</c>.</param>
public sealed record NavigationEntry(string TextKey, string Path);
