using System.Text.Json.Nodes;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records;

/// <summary>What a reader is given: where to put what it finds out about one content, and how to have members examined.</summary>
internal sealed class Examination(Examiner examiner, FileReport report, Budget budget, int depth)
{
    /// <summary>What the content may cost.</summary>
    public Budget Budget { get; } = budget;

    /// <summary>The report of the content itself.</summary>
    public FileReport Report { get; } = report;

    public JsonObject Facts => Report.Facts;

    public List<Tensor> Tensors => Report.Tensors;

    /// <summary>How many containers are around the content.</summary>
    public int Depth { get; } = depth;

    /// <summary>Reports a finding at a byte of the content, or about the whole of it. Past <see cref="Examiner.MostFindings"/> only a graver one than all before is kept: a flood of small ones hides nothing.</summary>
    public void Find(Rule rule, long? offset, params ReadOnlySpan<(string Name, string Value)> values)
    {
        if (Keeps(rule)) Report.Findings.Add(Finding.Of(rule, offset, values));
    }

    /// <summary>Examines a member of the content, which gets a report of its own.</summary>
    /// <param name="member">The member.</param>
    /// <param name="reader">What reads it, where the container knows; otherwise the first that recognises it.</param>
    /// <returns>The member's report.</returns>
    /// <exception cref="BudgetException">There are too many members, or too many containers in each other.</exception>
    public FileReport Member(Content member, IFormatReader? reader = null)
    {
        Budget.Member();
        return examiner.Examine(member, Budget, Depth + 1, reader);
    }

    /// <summary>As <see cref="Member"/>; where the member costs too much, that is reported at <paramref name="offset"/> and the other members can still be examined.</summary>
    /// <returns>The member's report, or null.</returns>
    public FileReport? TryMember(Content member, long offset)
    {
        try
        {
            return Member(member);
        }
        catch (BudgetException spent) when (spent.Limit is BudgetException.Expansion or BudgetException.Size or BudgetException.Depth)
        {
            Find(Rules.OverBudget, offset, ("limit", spent.Limit));
            return null;
        }
    }

    /// <summary>Examines a part of the content as a content of its own format (a pickle in a byte string), its findings going into this report at <paramref name="offset"/>.</summary>
    public FileReport Inner(Content part, long offset)
    {
        Budget.Member();
        var inner = examiner.ExamineApart(part, Budget, Depth + 1);
        foreach (var finding in inner.Findings)
            if (Keeps(finding.Rule)) Report.Findings.Add(finding with { Offset = offset + (finding.Offset ?? 0) });
        return inner;
    }

    /// <summary>Examines bytes that do not belong to the content's format (what follows its end, what lies between its parts): what is known to be of another format is reported at its place, the rest is passed over.</summary>
    public void Apart(Content content, long offset, long length)
    {
        if (offset == 0 && length >= content.Length) return; // it would be read as the same again
        Budget.Member();
        var part = examiner.ExamineApart(new SliceContent($"{content.Path}!{offset}", content, offset, Math.Min(length, content.Length - offset)), Budget, Depth + 1);
        if (part.Format == FileReport.Unknown) return;
        foreach (var finding in part.Findings)
            if (Keeps(finding.Rule)) Report.Findings.Add(finding with { Offset = offset + (finding.Offset ?? 0) });
    }

    private bool Keeps(Rule rule) => Report.Findings.Count < Examiner.MostFindings || Report.Findings.TrueForAll(finding => finding.Severity < rule.Severity);
}
