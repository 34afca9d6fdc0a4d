using Parvis.Kernel.Languages;

namespace Parvis.Kernel.Modules;

/// <summary>What the page of a record says of it to the panels that other modules add.</summary>
/// <param name="Id">The record's id.</param>
/// <param name="Titles">What it is called.</param>
/// <param name="Addresses">Where, by its sources, it can be had.</param>
public sealed record ShownRecord(string Id, LocalizedText Titles, IReadOnlyList<string> Addresses);

/// <summary>Something a module shows on the pages of another module's records.</summary>
/// <param name="Module">The other module's name.</param>
/// <param name="Component">A Razor component with one parameter, <c>Record</c>, a <see cref="ShownRecord"/>.</param>
public sealed record RecordPanel(string Module, Type Component);
