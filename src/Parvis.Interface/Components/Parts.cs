namespace Parvis.Interface.Components;

/// <summary>What a sign says, in colour and in shape.</summary>
public enum Tone
{
    /// <summary>Open, kept, safe, met.</summary>
    Open,

    /// <summary>In part; wants attention.</summary>
    Partial,

    /// <summary>Closed, a finding, not met.</summary>
    Closed,

    /// <summary>Not known or not examined; never the same as safe.</summary>
    Unknown,

    /// <summary>Neither good nor bad.</summary>
    Note,
}

/// <summary>A machine-readable form of a page.</summary>
/// <param name="Name">What readers call it, e.g. <c>JSON-LD</c>.</param>
/// <param name="MediaType">E.g. <c>application/ld+json</c>.</param>
/// <param name="Address">Where it is, as it stands in the link.</param>
public sealed record Twin(string Name, string MediaType, string Address);

/// <summary>One step of the way from the home page to this one.</summary>
/// <param name="Words">What the page is called.</param>
/// <param name="Path">Path below the language, or null for this page.</param>
public sealed record Crumb(string Words, string? Path = null);

/// <summary>One value of a facet.</summary>
/// <param name="Words">The value in the reader's language.</param>
/// <param name="Address">The same search with this value added, or taken away when it is chosen.</param>
/// <param name="Count">How many results it has.</param>
/// <param name="Chosen">Whether the search is narrowed to it.</param>
public sealed record FacetValue(string Words, string Address, long Count, bool Chosen = false);

/// <summary>One column of a <see cref="DataTable"/>.</summary>
/// <param name="Words">Heading.</param>
/// <param name="IsNumber">Numbers are aligned at the end.</param>
/// <param name="SortAddress">The same page sorted by this column, or null when it cannot be.</param>
/// <param name="Sorted">How the table is sorted by this column now.</param>
public sealed record Column(string Words, bool IsNumber = false, string? SortAddress = null, SortOrder Sorted = SortOrder.None);

/// <summary>How a table is sorted by a column.</summary>
public enum SortOrder
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Smallest first.</summary>
    Ascending,

    /// <summary>Largest first.</summary>
    Descending,
}

/// <summary>What is wrong with one field of a form.</summary>
/// <param name="Field">The field's name, which is also its id.</param>
/// <param name="Words">What is wrong and how to mend it.</param>
public sealed record FieldError(string Field, string Words);

/// <summary>One choice of a select.</summary>
/// <param name="Value">What is posted.</param>
/// <param name="Words">What readers see.</param>
public sealed record Choice(string Value, string Words);
