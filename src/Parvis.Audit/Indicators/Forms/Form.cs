using Parvis.Audit.Indicators.Bom;

namespace Parvis.Audit.Indicators.Forms;

/// <summary>An official form as the fields it asks for; titles and questions are in our words (text keys <c>audit.form.ID</c>, <c>audit.form.ID.NUMBER</c>, <c>audit.form.field.FIELD</c>).</summary>
/// <param name="Id">Its name, e.g. <c>training-summary</c>.</param>
/// <param name="Source">The official document, as its publisher cites it.</param>
/// <param name="Sections">In the form's order.</param>
internal sealed record Form(string Id, string Source, IReadOnlyList<FormSection> Sections)
{
    public static readonly IReadOnlyList<Form> All = [TrainingSummary.Form, ModelDocumentation.Form];

    /// <summary>The fields with what a bill knows for each: null where nothing is known.</summary>
    public IEnumerable<(FormSection Section, FormField Field, FormAnswer? Answer)> Fill(BillOfMaterials bill) =>
        from section in Sections
        from field in section.Fields
        select (section, field, field.Answer(bill));
}

/// <summary>A section of a form.</summary>
/// <param name="Number">Its number there, e.g. <c>2.2.1</c>.</param>
/// <param name="Fields">What it asks.</param>
internal sealed record FormSection(string Number, params IReadOnlyList<FormField> Fields);

/// <summary>One thing a form asks.</summary>
/// <param name="Id">Its name: text key <c>audit.form.field.ID</c>.</param>
/// <param name="Answer">What is known; a field that no file can answer is always null.</param>
internal sealed record FormField(string Id, Func<BillOfMaterials, FormAnswer?> Answer)
{
    /// <summary>A field only the provider can answer.</summary>
    public static implicit operator FormField(string id) => new(id, _ => null);
}
