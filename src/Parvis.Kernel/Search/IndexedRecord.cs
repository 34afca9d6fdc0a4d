using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Util;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Records;
using Parvis.Kernel.Search.Analysis;

namespace Parvis.Kernel.Search;

/// <summary>What the index holds of one record: nothing that can be read back but its id.</summary>
internal static class IndexedRecord
{
    private static readonly FieldType Stems = Indexed(IndexOptions.DOCS_AND_FREQS, norms: true);
    private static readonly FieldType Places = Indexed(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, norms: true);
    private static readonly FieldType Presence = Indexed(IndexOptions.DOCS_ONLY, norms: false);

    /// <summary>The document of <paramref name="record"/>, whose searchable side is <paramref name="shown"/>.</summary>
    /// <exception cref="ArgumentException">A facet value is longer than the index can hold (32,766 bytes).</exception>
    public static Document Of(Record record, SearchDocument shown)
    {
        var document = new Document
        {
            new StringField(Fields.Id, record.Id, Field.Store.NO),
            new BinaryDocValuesField(Fields.Id, new BytesRef(record.Id)),
            new NumericDocValuesField(Fields.Sequence, record.Sequence),
            new SortedSetDocValuesField(Fields.Module, new BytesRef(record.Kind.Module)),
        };
        AddTexts(document, shown.Titles, Fields.Title);
        AddTexts(document, shown.Texts, Fields.Text);
        AddWords(document, shown);
        foreach (var (facet, values) in shown.Facets)
        {
            foreach (var value in values) document.Add(new SortedSetDocValuesField(Fields.Facet(facet), new BytesRef(Folding.Whole(value))));
        }
        foreach (var language in TitleOrder.Languages) document.Add(new SortedDocValuesField(Fields.Order(language), TitleOrder.Key(shown.Titles, language)));
        return document;
    }

    private static void AddTexts(Document document, LocalizedText texts, Func<string, string> field)
    {
        foreach (var (tag, words) in texts.Texts) document.Add(new Field(field(LanguageAnalyzers.Name(tag)), Folding.Whole(words), Stems));
    }

    private static void AddWords(Document document, SearchDocument shown)
    {
        foreach (var name in shown.Titles.Texts.Values.Concat(shown.Keywords).Select(Folding.Apart))
        {
            document.Add(new Field(Fields.Names, name, Presence));
            document.Add(new Field(Fields.Words, name, Places));
        }
        foreach (var text in shown.Texts.Texts.Values) document.Add(new Field(Fields.Words, Folding.Apart(text), Places));
    }

    private static FieldType Indexed(IndexOptions options, bool norms)
    {
        var type = new FieldType { IsIndexed = true, IsTokenized = true, OmitNorms = !norms, IndexOptions = options };
        type.Freeze();
        return type;
    }
}
