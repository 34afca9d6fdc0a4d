using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Parvis.Kernel.Records.Codes;

/// <summary>An SPDX licence expression (SPDX 2.3 Annex D), e.g. <c>Apache-2.0 OR MIT</c>; every id in it is known.</summary>
public sealed partial record LicenceExpression
{
    private const int LongestText = 1000; // also bounds how deep brackets can nest
    private const int DeepestBrackets = 50;

    private LicenceExpression(string value, IReadOnlyList<Licence> licences, bool? isOpen) => (Value, Licences, IsOpen) = (value, licences, isOpen);

    /// <summary>The expression in the list's spelling.</summary>
    public string Value { get; }

    /// <summary>The licences in it, each once.</summary>
    public IReadOnlyList<Licence> Licences { get; }

    /// <summary>True when the work is open: a choice (OR) is open when one side is, a sum (AND) when both are. Null when that hangs on a licence nobody judged.</summary>
    public bool? IsOpen { get; }

    /// <summary>Reads an expression; ids and operators in any case.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is no expression, or an id in it is not in the SPDX list.</exception>
    public static LicenceExpression Parse(string text) => TryParse(text, out var expression)
        ? expression
        : throw new FormatException($"'{text}' is not an SPDX licence expression. Write ids of https://spdx.org/licenses/ joined with AND, OR and WITH, or LicenseRef- and a name of your own.");

    /// <inheritdoc cref="Parse"/>
    public static bool TryParse(string? text, [NotNullWhen(true)] out LicenceExpression? expression)
    {
        expression = null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestText) return false;
        var tokens = Token().Matches(text).Select(match => match.Value).Where(token => !string.IsNullOrWhiteSpace(token)).ToArray();
        var reader = new Reader(tokens);
        if (reader.Choice(0) is { } part && reader.AtEnd) expression = new LicenceExpression(part.Text, [.. part.Licences.Distinct()], part.Open);
        return expression is not null;
    }

    /// <summary>Both licences apply at once.</summary>
    public LicenceExpression And(LicenceExpression other) => Parse($"({Value}) AND ({other.Value})");

    /// <inheritdoc/>
    public bool Equals(LicenceExpression? other) => other?.Value == Value;

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex(@"[()]|[^\s()]+", RegexOptions.None, 1000)]
    private static partial Regex Token();

    /// <summary>What has been read so far. <c>Binding</c>: 0 for OR, 1 for AND, 2 for a licence; a part is bracketed where it binds less than its surroundings.</summary>
    private sealed record Part(string Text, IEnumerable<Licence> Licences, bool? Open, int Binding)
    {
        public string Within(int binding) => Binding < binding ? $"({Text})" : Text;
    }

    /// <summary>Recursive descent: choice = sum *(OR sum), sum = licence *(AND licence).</summary>
    private sealed class Reader(string[] tokens)
    {
        private int _at;

        public bool AtEnd => _at == tokens.Length;

        public Part? Choice(int depth)
        {
            var left = Sum(depth);
            while (left is not null && Take("OR")) left = Sum(depth) is { } right ? Join(left, "OR", right, 0, decides: true) : null;
            return left;
        }

        private Part? Sum(int depth)
        {
            var left = Single(depth);
            while (left is not null && Take("AND")) left = Single(depth) is { } right ? Join(left, "AND", right, 1, decides: false) : null;
            return left;
        }

        private Part? Single(int depth)
        {
            if (AtEnd || depth > DeepestBrackets) return null;
            if (!Take("(")) return WithException(Id(tokens[_at++]));
            var inner = Choice(depth + 1);
            return Take(")") ? inner : null;
        }

        private Part? WithException(Part? licence)
        {
            if (licence is null || !Take("WITH")) return licence;
            var exception = AtEnd ? null : Licence.Exception(tokens[_at++]);
            // Every exception of the SPDX list gives a permission more, so an open licence stays open.
            return exception is null ? null : licence with { Text = $"{licence.Text} WITH {exception}" };
        }

        private static Part? Id(string token)
        {
            if (!IdForm().IsMatch(token)) return null;
            if (Licence.Find(token) is { } exact) return new Part(exact.Id, [exact], exact.Open, 2);
            return token[^1] == '+' && Licence.Find(token[..^1]) is { } from ? new Part($"{from.Id}+", [from], from.Open, 2) : null;
        }

        private static Part Join(Part left, string word, Part right, int binding, bool decides)
        {
            var open = left.Open == decides || right.Open == decides ? decides : left.Open is null || right.Open is null ? (bool?)null : !decides;
            return new Part($"{left.Within(binding)} {word} {right.Within(binding)}", left.Licences.Concat(right.Licences), open, binding);
        }

        private bool Take(string word)
        {
            if (AtEnd || !tokens[_at].Equals(word, StringComparison.OrdinalIgnoreCase)) return false;
            _at++;
            return true;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9.\-]+\+?$", RegexOptions.None, 1000)]
    private static partial Regex IdForm();
}
