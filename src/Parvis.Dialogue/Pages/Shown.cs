using Parvis.Dialogue.Indicators.Live;
using Parvis.Kernel.Languages;

namespace Parvis.Dialogue.Pages;

/// <summary>How pages write what was counted.</summary>
internal static class Shown
{
    /// <summary>A share of people, in whole per cent; a dash where nobody voted.</summary>
    public static string Share(LanguageTexts texts, int part, int whole) => whole == 0 ? texts["dialogue.page.nobody"] : texts.FormatPercent(Math.Round((decimal)part / whole, 2));

    /// <summary>A share from 0 to 1, in whole per cent.</summary>
    public static string Share(LanguageTexts texts, double share) => texts.FormatPercent(Math.Round((decimal)share, 2));

    /// <summary>So many of so many.</summary>
    public static string Of(LanguageTexts texts, int part, int whole) => texts.Get("dialogue.page.of", ("part", part), ("whole", whole));

    /// <summary>How many of those who voted agree, in per cent and of how many.</summary>
    public static string Agreement(LanguageTexts texts, VoteSplit votes) => Share(texts, votes.Agrees, Seen(votes)) is var share && Seen(votes) == 0 ? share : $"{share} ({Of(texts, votes.Agrees, Seen(votes))})";

    /// <summary>All votes on a statement.</summary>
    public static int Seen(VoteSplit votes) => votes.Agrees + votes.Disagrees + votes.Passes;
}
