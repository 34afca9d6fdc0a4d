namespace Parvis.Audit.Pages;

/// <summary>How much of a report is shown at once.</summary>
/// <param name="Findings">Findings of one severity, at most.</param>
/// <param name="Files">Files of the table, at most.</param>
/// <param name="Page">Which part of the table, from 1.</param>
/// <param name="PageAddress">Path of a part below the language, or null where all is in one document.</param>
/// <param name="ReportAddress">Where the whole report is, or null where all is in one document.</param>
internal sealed record DocumentShape(int Findings, int Files, int Page, Func<int, string>? PageAddress, string? ReportAddress)
{
    /// <summary>Everything, in one file.</summary>
    public static readonly DocumentShape Whole = new(int.MaxValue, int.MaxValue, 1, null, null);

    /// <summary>A page of the node: light whatever the report.</summary>
    public static DocumentShape Paged(int page, Func<int, string> pageAddress, string reportAddress) => new(40, 100, page, pageAddress, reportAddress);
}
