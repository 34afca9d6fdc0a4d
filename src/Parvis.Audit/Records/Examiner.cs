using Parvis.Audit.Records.Containers;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records;

/// <summary>Examines contents: chooses the reader, keeps to the budget, turns what goes wrong into findings.</summary>
/// <param name="readers">The readers, those with the strongest marks first.</param>
/// <param name="reported">Is told each report as it is complete.</param>
internal sealed class Examiner(IReadOnlyList<IFormatReader> readers, Action<FileReport> reported)
{
    /// <summary>Findings kept of one file.</summary>
    public const int MostFindings = 1000;

    /// <summary>Whether members of containers get their digests.</summary>
    public bool MemberDigests { get; init; } = true;

    /// <summary>Examines a content and reports it.</summary>
    public FileReport Examine(Content content, Budget budget, int depth, IFormatReader? known = null)
    {
        var report = ExamineApart(content, budget, depth, known);
        if (MemberDigests && depth > 0) report.Sha256 = ContentDigests.Whole(content, budget.Cancel);
        reported(report);
        return report;
    }

    /// <summary>Examines a content without reporting it.</summary>
    public FileReport ExamineApart(Content content, Budget budget, int depth, IFormatReader? known = null)
    {
        if (depth > budget.Limits.Depth) throw new BudgetException(BudgetException.Depth);
        var report = new FileReport(content.Path) { Bytes = content.Length };
        if (depth == 0) budget.Bytes = content.Length;
        var examination = new Examination(this, report, budget, depth);
        try
        {
            if ((known ?? readers.FirstOrDefault(reader => reader.Recognises(content))) is { } reader)
            {
                report.Format = reader.Format;
                Read(reader, content, examination);
                if (reader is not ZipReader) Polyglots.Check(content, examination);
            }
            else examination.Find(Rules.UnknownFormat, null);
        }
        catch (BudgetException spent)
        {
            examination.Find(Rules.OverBudget, null, ("limit", spent.Limit));
            if (depth > 0 && spent.Limit != BudgetException.Depth) { reported(report); throw; }
        }
        return report;
    }

    private static void Read(IFormatReader reader, Content content, Examination examination)
    {
        try
        {
            reader.Read(content, examination);
        }
        catch (MalformedException malformed)
        {
            examination.Report.Findings.Add(malformed.Finding);
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or FormatException or OverflowException or ArgumentException or InvalidOperationException or IndexOutOfRangeException or NotSupportedException or KeyNotFoundException or InvalidCastException)
        {
            examination.Find(Rules.Unreadable, null, ("reason", failure.Message)); // libraries throw these at broken files
        }
    }
}
