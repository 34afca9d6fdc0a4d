using Parvis.Dialogue.Pages;
using Parvis.Dialogue.Records;
using Xunit;

namespace Parvis.Dialogue.Tests.Pages;

public sealed class WordingTests
{
    private static readonly StatementEntry French = new(7, Author: 3, "fr", "Gardons les livres.", IsMeta: false, Moderation.Accepted, "", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    [Fact]
    public void Whoever_reads_its_language_sees_a_statement_as_it_was_written() =>
        Assert.Equal(("fr", "Gardons les livres.", null), Seen(Wording.Of(French, [new(7, "fr-CA", "Autre", TranslationOrigin.Human, true)], "fr")));

    [Fact]
    public void A_person_s_words_go_before_a_machine_s()
    {
        var wording = Wording.Of(French, [new(7, "en", "Keep the books, machine.", TranslationOrigin.Machine, true), new(7, "en-GB", "Let us keep the books.", TranslationOrigin.Human, false)], "en");
        Assert.Equal(("en-GB", "Let us keep the books.", TranslationOrigin.Human), Seen(wording));
    }

    [Fact]
    public void Without_a_translation_it_stands_in_its_own_language() => Assert.Equal(("fr", "Gardons les livres.", null), Seen(Wording.Of(French, [], "ar")));

    private static (string Language, string Words, TranslationOrigin? Origin) Seen(Wording wording) => (wording.Language, wording.Words, wording.Translation?.Origin);
}
