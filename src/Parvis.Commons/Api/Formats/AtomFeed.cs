using System.Text;
using System.Xml;
using Parvis.Commons.Indicators;
using Parvis.Kernel.Storage;

namespace Parvis.Commons.Api.Formats;

/// <summary>Changes of the catalogue as an Atom feed (RFC 4287).</summary>
internal static class AtomFeed
{
    public const string MediaType = "application/atom+xml; charset=utf-8";
    private const string Namespace = "http://www.w3.org/2005/Atom";

    /// <summary>Writes <paramref name="entries"/>, newest first.</summary>
    public static byte[] Write(string title, string nodeName, string nodeAddress, string language, IReadOnlyList<CatalogueEntry> entries, DateTimeOffset now)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, CheckCharacters = false }))
        {
            xml.WriteStartElement("feed", Namespace);
            xml.WriteAttributeString("xml", "lang", null, language);
            xml.WriteElementString("id", Namespace, $"{nodeAddress}/{language}/commons.atom");
            xml.WriteElementString("title", Namespace, title);
            xml.WriteElementString("updated", Namespace, Instant.Write(entries.Count > 0 ? entries[0].Version.ChangedAt : now));
            Link(xml, "self", $"{nodeAddress}/{language}/commons.atom");
            Link(xml, "alternate", $"{nodeAddress}/{language}/commons");
            xml.WriteStartElement("author", Namespace);
            xml.WriteElementString("name", Namespace, nodeName);
            xml.WriteEndElement();
            foreach (var entry in entries) Entry(xml, entry, nodeAddress, language);
            xml.WriteEndElement();
        }
        return buffer.ToArray();
    }

    private static void Entry(XmlWriter xml, CatalogueEntry entry, string nodeAddress, string language)
    {
        var address = $"{nodeAddress}/{language}/commons/records/{entry.Record.Id}";
        xml.WriteStartElement("entry", Namespace);
        xml.WriteElementString("id", Namespace, $"{address}?version={entry.Version.Version}");
        Text(xml, "title", entry.Record.TitlesByLanguage().In(language));
        xml.WriteElementString("updated", Namespace, Instant.Write(entry.Version.ChangedAt));
        Link(xml, "alternate", address);
        if (!entry.Record.DescriptionsByLanguage().IsEmpty) Text(xml, "summary", entry.Record.DescriptionsByLanguage().In(language));
        xml.WriteStartElement("category", Namespace);
        xml.WriteAttributeString("term", entry.Record.Kind);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Text(XmlWriter xml, string element, (string Language, string Words) text)
    {
        xml.WriteStartElement(element, Namespace);
        xml.WriteAttributeString("xml", "lang", null, text.Language);
        xml.WriteString(string.Concat(text.Words.Where(letter => XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter))));
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string relation, string address)
    {
        xml.WriteStartElement("link", Namespace);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }
}
