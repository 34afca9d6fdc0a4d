using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Parvis.Kernel.Records.Codes;
using Parvis.Tests.Evidence;
using Xunit;

namespace Parvis.Tests.Records.Codes;

public sealed partial class LicenceTextTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("apache-2.0", "Apache-2.0")]
    [InlineData("Apache License, Version 2.0", "Apache-2.0")]
    [InlineData("Apache 2.0", "Apache-2.0")]
    [InlineData("MIT license", "MIT")]
    [InlineData("BSD-3", "BSD-3-Clause")]
    [InlineData("CC BY 4.0", "CC-BY-4.0")]
    [InlineData("Creative Commons Attribution Non Commercial Share Alike 4.0", "CC-BY-NC-SA-4.0")]
    [InlineData("Creative Commons Attribution (CC-BY 4.0)", "CC-BY-4.0")]
    [InlineData("Creative Commons CCZero", "CC0-1.0")]
    [InlineData("cc-zero", "CC0-1.0")]
    [InlineData("odbl", "ODbL-1.0")]
    [InlineData("cc-by", "LicenseRef-CC-BY")]
    [InlineData("bsd", "LicenseRef-BSD")]
    [InlineData("openrail", "LicenseRef-OpenRAIL")]
    [InlineData("openrail++", "LicenseRef-OpenRAIL-PP-M")]
    [InlineData("bigscience-openrail-m", "LicenseRef-BigScience-OpenRAIL-M")]
    [InlineData("llama3.1", "LicenseRef-Llama-3.1")]
    [InlineData("Meta Llama 3 Community License Agreement", "LicenseRef-Llama-3")]
    [InlineData("mit or apache-2.0", "MIT OR Apache-2.0")]
    [InlineData("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0")]
    [InlineData("http://creativecommons.org/licenses/by-nc-sa/3.0/legalcode", "CC-BY-NC-SA-3.0")]
    [InlineData("https://creativecommons.org/licenses/by/3.0/us/deed.fr", "CC-BY-3.0-US")]
    [InlineData("http://creativecommons.org/publicdomain/zero/1.0", "CC0-1.0")]
    [InlineData("https://choosealicense.com/licenses/cc-by-sa-4.0/", "CC-BY-SA-4.0")]
    [InlineData("https://opensource.org/license/mit/", "MIT")]
    [InlineData("https://spdx.org/licenses/EUPL-1.2.html", "EUPL-1.2")]
    [InlineData("https://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0")]
    [InlineData("https://www.gnu.org/licenses/gpl-3.0.en.html", "GPL-3.0")]
    [InlineData("http://publications.europa.eu/resource/authority/licence/CC_BYNC_4_0", "CC-BY-NC-4.0")]
    [InlineData("http://publications.europa.eu/resource/authority/licence/CC_BY_4_0", "CC-BY-4.0")]
    [InlineData("http://www.opendefinition.org/licenses/cc-by/", "LicenseRef-CC-BY")]
    [InlineData("https://opendata.swiss/terms-of-use#terms_by", "LicenseRef-OpendataSwiss-By")]
    [InlineData("NonCommercialAllowed-CommercialAllowed-ReferenceRequired", "LicenseRef-OpendataSwiss-By")]
    [InlineData("http://www.etalab.gouv.fr/pages/Licence_ouverte_Open_licence-5899923.html", "LicenseRef-Licence-Ouverte-1.0")]
    [InlineData("https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "OGL-UK-3.0")]
    [InlineData("https://opendatacommons.org/licenses/by/1-0/", "ODC-By-1.0")]
    public void A_licence_is_known_however_it_is_written(string text, string expression) =>
        Assert.Equal(expression, Assert.IsType<StatedLicence.Known>(LicenceText.ToSpdx(text)).Expression.Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("None")]
    [InlineData("notspecified")]
    [InlineData("N/A")]
    [InlineData("unlicensed")]
    [InlineData("https://choosealicense.com/licenses/undefined/")]
    public void A_licence_that_nobody_stated_is_not_stated(string? text) => Assert.IsType<StatedLicence.NotStated>(LicenceText.ToSpdx(text));

    [Theory]
    [InlineData("other")]
    [InlineData("https://github.com/openai/whisper/blob/main/LICENSE")]
    [InlineData("see the paper")]
    [InlineData("MIT-like")]
    public void What_cannot_be_named_keeps_its_words(string text) => Assert.Equal(new StatedLicence.Other(text), LicenceText.ToSpdx(text));

    [Fact]
    public void Several_licences_of_one_work_are_all_heeded() =>
        Assert.Equal("MIT AND CC-BY-4.0", Assert.IsType<StatedLicence.Known>(LicenceText.ToSpdx(["mit", "cc-by-4.0", "unknown", "MIT"])).Expression.Value);

    [Fact]
    public void Of_the_licences_stated_in_real_catalogues_98_of_100_are_known()
    {
        var statements = DigitalPublicGoods().Concat(HuggingFaceCards()).Concat(HuggingFaceTags()).Concat(ModelOpenness()).ToArray();
        // "other" is a word for having no name.
        var stated = statements.Where(text => LicenceText.ToSpdx(text) is not StatedLicence.NotStated && !text.Trim('\'', '"').Equals("other", StringComparison.OrdinalIgnoreCase)).ToArray();
        var unnamed = stated.Where(text => LicenceText.ToSpdx(text) is StatedLicence.Other).ToArray();
        output.WriteLine($"{stated.Length - unnamed.Length} of {stated.Length} known; not known:");
        foreach (var text in unnamed.GroupBy(text => text, StringComparer.Ordinal)) output.WriteLine($"{text.Count()} {text.Key}");
        Assert.True(stated.Length > 3000);
        Assert.True(unnamed.Length <= stated.Length * 0.02, $"{unnamed.Length} of {stated.Length} not known");
    }

    private static string Commons(params string[] path) => Path.Combine([Cases.Folder("commons"), .. path]);

    private static IEnumerable<string> DigitalPublicGoods() =>
        new[] { "nominees", "archive", "excluded", "screening" }
            .SelectMany(file => SpdxField().Matches(File.ReadAllText(Commons("dpg", $"{file}.json"))))
            .Select(match => match.Groups["text"].Value);

    private static IEnumerable<string> HuggingFaceCards()
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(Commons("huggingface", "dataset-cards.jsonl.gz")), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using var card = JsonDocument.Parse(line);
            var block = CardLicences().Match(card.RootElement.GetProperty("readme").GetString()!).Groups["list"].Value;
            foreach (var entry in block.Split('\n', StringSplitOptions.RemoveEmptyEntries)) yield return entry.Trim(' ', '-', '\r');
        }
    }

    private static IEnumerable<string> HuggingFaceTags() =>
        new[] { "top_models", "top_datasets", "tracked_models", "tracked_datasets" }
            .SelectMany(file => LicenceTag().Matches(File.ReadAllText(Commons("os-ai-map", "catalog", $"{file}.csv"))))
            .Select(match => match.Groups["text"].Value);

    private static IEnumerable<string> ModelOpenness() =>
        Directory.GetFiles(Commons("mof", "models"))
            .SelectMany(file => MofLicence().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["text"].Value.Trim());

    [GeneratedRegex("\"spdx\"\\s*:\\s*\"(?<text>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SpdxField();

    [GeneratedRegex(@"\A---\r?\n.*?^licenses?:[ \t]*\r?\n?(?<list>(?:[ \t]*-[ \t]*[^\n]*\n)+|[^\n]*\n).*?^---", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline, 1000)]
    private static partial Regex CardLicences();

    [GeneratedRegex(@"license:(?<text>[^\s,;|\]""']+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LicenceTag();

    [GeneratedRegex(@"^ +license: (?!\{)(?<text>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex MofLicence();
}
