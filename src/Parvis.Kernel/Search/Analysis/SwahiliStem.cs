namespace Parvis.Kernel.Search.Analysis;

/// <summary>A light stem of Swahili nouns: the prefix of the noun class and the locative <c>-ni</c> are taken off, so that <c>kitabu</c> and <c>vitabu</c> meet.</summary>
internal static class SwahiliStem
{
    /// <summary>Prefixes of the noun classes 1 to 11 and 15, the longer first, with the fewest letters that must remain and what must follow.</summary>
    private static readonly (string Prefix, int Remain, Follow Follow)[] Classes =
    [
        ("mwa", 3, Follow.Consonant), // mwanafunzi, beside wanafunzi
        ("mw", 3, Follow.Vowel), // mwezi, beside miezi
        ("wa", 2, Follow.Any), // watoto
        ("mi", 2, Follow.Any), // miti
        ("ki", 2, Follow.Any), // kitabu
        ("vi", 2, Follow.Any), // vitabu
        ("ch", 2, Follow.Vowel), // chuo
        ("vy", 2, Follow.Vowel), // vyuo
        ("ma", 3, Follow.Any), // magari, beside gari
        ("ku", 4, Follow.Any), // kusoma
        ("m", 2, Follow.Consonant), // mtoto
        ("u", 4, Follow.Consonant), // ugonjwa, beside magonjwa
    ];

    private enum Follow
    {
        Any,
        Vowel,
        Consonant,
    }

    /// <summary>The stem of a folded word.</summary>
    public static string Of(string word)
    {
        var noun = word.Length >= 7 && word.EndsWith("ni", StringComparison.Ordinal) ? word[..^2] : word;
        foreach (var (prefix, remain, follow) in Classes)
        {
            if (noun.Length >= prefix.Length + remain && noun.StartsWith(prefix, StringComparison.Ordinal) && Follows(noun[prefix.Length], follow)) return noun[prefix.Length..];
        }
        return noun;
    }

    private static bool Follows(char next, Follow follow) => follow switch
    {
        Follow.Vowel => IsVowel(next),
        Follow.Consonant => !IsVowel(next),
        _ => true,
    };

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';
}
