namespace Parvis.Audit.Records.Openness;

/// <summary>All that is claimed about how open one subject is: the one base from which every framework is answered.</summary>
/// <param name="subject">Its name.</param>
/// <param name="claims">In any order.</param>
internal sealed class OpennessFacts(string subject, IEnumerable<Claim> claims)
{
    private readonly Claim[] _claims = [.. claims.OrderBy(claim => claim.Criterion.Rank)];

    public string Subject { get; } = subject;

    /// <summary>In the order of <see cref="Criteria.All"/>, and of one criterion as they came.</summary>
    public IReadOnlyList<Claim> Claims => _claims;

    /// <summary>The surest claim, or null: then nothing is known. That a thing is there without a word of its licence is no word against one that somebody else can show.</summary>
    public Claim? Of(Criterion criterion)
    {
        Claim[] surest = [.. Claims.Where(claim => claim.Criterion == criterion && claim.Value != Degree.Unknown).OrderByDescending(claim => claim.Confidence).ThenByDescending(claim => claim.Method)];
        return surest switch
        {
            [] => null,
            [{ Present: true, Licence: null } first, ..] => surest.FirstOrDefault(claim => claim is { Present: true, Licence: not null }) ?? first,
            [var first, ..] => first,
        };
    }

    /// <summary>Criteria about which claims contradict each other.</summary>
    public IReadOnlyList<Criterion> Contradictions =>
        [.. Claims.Where(claim => claim.Value != Degree.Unknown).GroupBy(claim => claim.Criterion).Where(group => group.Select(claim => claim.Value).Distinct().Skip(1).Any()).Select(group => group.Key)];

    /// <summary>The name of a claim in the report, e.g. <c>c7</c>.</summary>
    public string Reference(Claim claim) => Array.IndexOf(_claims, claim) is >= 0 and var at ? $"c{at + 1}" : throw new ArgumentException("A claim of another subject.", nameof(claim));
}
