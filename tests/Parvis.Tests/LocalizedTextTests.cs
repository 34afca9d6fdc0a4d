using Parvis.Kernel.Languages;
using Xunit;

namespace Parvis.Tests;

public sealed class LocalizedTextTests
{
    [Fact]
    public void A_reader_sees_their_own_language_first_and_is_told_when_it_is_another()
    {
        var text = new LocalizedText([new("en", "Bees"), new("fr", "Abeilles")]);
        Assert.Equal(("fr", "Abeilles"), text.In("fr"));
        Assert.Equal(("en", "Bees"), text.In("ar"));
    }

    [Fact]
    public void A_text_reads_back_as_it_was_written()
    {
        var text = new LocalizedText([new("sw", "Nyuki"), new("ar", "نحل"), new("en", " ")]);
        Assert.Equal(text, LocalizedText.FromJson(text.ToJson()));
        Assert.Equal(2, text.Texts.Count);
    }
}
