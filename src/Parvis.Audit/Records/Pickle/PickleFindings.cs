namespace Parvis.Audit.Records.Pickle;

/// <summary>Findings about one pickle: no rule may fill the report so that a graver one finds no place.</summary>
internal sealed class PickleFindings(List<Finding> findings)
{
    private const int MostOfOneRule = 50;
    private readonly Dictionary<Rule, int> _counts = [];

    public IReadOnlyList<Finding> All => findings;

    /// <summary>Takes over what was found in a part.</summary>
    public void Add(Finding finding)
    {
        var count = _counts.GetValueOrDefault(finding.Rule);
        if (count >= MostOfOneRule) return;
        _counts[finding.Rule] = count + 1;
        findings.Add(finding);
    }

    public void Find(Rule rule, long offset, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var count = _counts.GetValueOrDefault(rule);
        if (count >= MostOfOneRule) return;
        _counts[rule] = count + 1;
        findings.Add(Finding.Of(rule, offset, values));
    }

    /// <summary>Reports a rule once only, however often it is broken.</summary>
    public void FindOnce(Rule rule, long offset, params ReadOnlySpan<(string Name, string Value)> values)
    {
        if (!_counts.ContainsKey(rule)) Find(rule, offset, values);
    }
}
