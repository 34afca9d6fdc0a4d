using System.Text.RegularExpressions;

namespace Parvis.Commons.Records.Croissant;

/// <summary>Checks the dataset itself and its distribution; its record sets are checked by <see cref="CroissantRecordSets"/>.</summary>
internal sealed partial class CroissantCheck
{
    private const string SchemaOrg = CroissantTerms.SchemaOrg;
    private readonly JsonLdNode _dataset;
    private readonly List<(string? Id, JsonLdNode Node)> _files = [];

    public CroissantCheck(JsonLdNode dataset)
    {
        _dataset = dataset;
        IsVersion0 = CroissantValidator.Version(dataset) == "0.8";
        Namespace = IsVersion0 ? CroissantTerms.Croissant08 : CroissantTerms.Croissant1;
    }

    public List<CroissantViolation> Violations { get; } = [];

    /// <summary>Version 0.8 names its parts by <c>name</c> and refers to them by path; later versions use <c>@id</c>.</summary>
    public bool IsVersion0 { get; }

    /// <summary>Of the terms that are Croissant's own.</summary>
    public string Namespace { get; }

    public HashSet<string> FileIds { get; } = new(StringComparer.Ordinal);

    public JsonLdNode Dataset => _dataset;

    public void Run()
    {
        Claims();
        Names();
        foreach (var property in (string[])["datePublished", "dateCreated", "dateModified"]) Date(SchemaOrg + property);
        Distribution();
        new CroissantRecordSets(this).Run();
    }

    public void Add(string pointer, string rule, string detail) => Violations.Add(new CroissantViolation(pointer, rule, detail));

    /// <summary>The name of a part by which others refer to it.</summary>
    public string? NameOf(JsonLdNode part) => IsVersion0 ? part.Text(SchemaOrg + "name") : part.Id;

    /// <summary>References of 0.8 are written <c>#{name}</c>.</summary>
    public string? Referred(string? reference) => IsVersion0 ? reference?.TrimStart('#', '{').TrimEnd('}') : reference;

    private void Claims()
    {
        var claims = _dataset[CroissantTerms.ConformsTo];
        var known = CroissantTerms.Croissant1 + CroissantValidator.Version(_dataset);
        if (claims.Count > 0 && !claims.Any(c => c.Reference == known))
        {
            Add(claims[0].Pointer, CroissantRules.ConformsTo, $"'{claims[0].Reference}' is no version of Croissant");
        }
    }

    private void Names()
    {
        if (!IsVersion0) return;
        var names = _dataset[SchemaOrg + "name"];
        if (names.Count == 0) Add("", CroissantRules.Name, "version 0.8 needs a name");
        foreach (var name in names.Where(n => n.Text is { } text && !NamePattern().IsMatch(text)))
        {
            Add(name.Pointer, CroissantRules.NameCharacters, $"'{name.Text}' has characters that version 0.8 forbids");
        }
    }

    private void Date(string property)
    {
        foreach (var date in _dataset[property].Where(d => d.Text is not { } text || !IsoDate().IsMatch(text)))
        {
            Add(date.Pointer, CroissantRules.Date, $"'{date.Text}' is not an ISO 8601 date");
        }
    }

    private void Distribution()
    {
        var live = _dataset.Text(Namespace + "isLiveDataset") is "true" or "True";
        foreach (var value in _dataset[SchemaOrg + "distribution"])
        {
            if (value.Element.ValueKind != System.Text.Json.JsonValueKind.Object) Add(value.Pointer, CroissantRules.DistributionType, "not an object");
            else File(new JsonLdNode(value.Element, value.Pointer, _dataset.Context), live);
        }
        foreach (var (_, node) in _files) Containers(node);
    }

    private void File(JsonLdNode node, bool live)
    {
        var own = IsVersion0 ? SchemaOrg : Namespace;
        var id = NameOf(node);
        _files.Add((id, node));
        var isObject = node.Types.Contains(own + "FileObject");
        if (!isObject && !node.Types.Contains(own + "FileSet"))
        {
            Add(node.Pointer, CroissantRules.DistributionType, $"[{string.Join(", ", node.Types)}] is neither FileObject nor FileSet");
            return;
        }
        if (id is not null && !FileIds.Add(id) && !IsVersion0) Add(node.Pointer, CroissantRules.DuplicateId, $"'{id}' names another part already");
        if (!node.Has(SchemaOrg + "encodingFormat")) Add(node.Pointer, CroissantRules.EncodingFormat, "no encodingFormat");
        if (isObject) FileObject(node, live);
        else if (!node.Has(Namespace + "includes")) Add(node.Pointer, CroissantRules.Includes, "a FileSet needs includes");
    }

    private void FileObject(JsonLdNode node, bool live)
    {
        if (!node.Has(SchemaOrg + "contentUrl")) Add(node.Pointer, CroissantRules.ContentUrl, "a FileObject needs a contentUrl");
        if (live || node.Has(Namespace + "containedIn") || node.Has(SchemaOrg + "containedIn")) return;
        string[] hashes = [SchemaOrg + "sha256", SchemaOrg + "md5", Namespace + "sha256", Namespace + "md5"];
        if (!hashes.Any(node.Has)) Add(node.Pointer, CroissantRules.Hash, "a FileObject needs a sha256 or an md5");
    }

    /// <summary>A container described in place has no name to be checked.</summary>
    private void Containers(JsonLdNode node)
    {
        foreach (var container in node[Namespace + "containedIn"].Concat(node[SchemaOrg + "containedIn"]))
        {
            if (Referred(container.Reference) is { } name && !FileIds.Contains(name)) Add(container.Pointer, CroissantRules.ContainedIn, $"'{name}' names no file");
        }
    }

    [GeneratedRegex(@"^[a-zA-Z0-9\-_.\[\]]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsoDate();
}
