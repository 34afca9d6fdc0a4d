namespace Parvis.Identity;

/// <summary>What a form remembers across post, redirect and get, so that nothing typed is lost.</summary>
/// <param name="Form">Which form of the page, e.g. <c>invite</c>.</param>
/// <param name="Errors">Text keys of what is wrong, by field.</param>
/// <param name="Values">What was typed, by field; or what is shown once, such as a new key.</param>
/// <param name="Notice">Text key of what was done, or null.</param>
public sealed record FormMemory(string Form, IReadOnlyDictionary<string, string> Errors, IReadOnlyDictionary<string, string> Values, string? Notice = null)
{
    private const string Cookie = "parvis-form";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, string> None = [];

    internal static FormMemory Empty { get; } = new("", None, None);

    /// <summary>One field was wrong.</summary>
    internal static FormMemory Wrong(string form, string field, string error, params (string Field, string Value)[] values) =>
        new(form, new Dictionary<string, string>(StringComparer.Ordinal) { [field] = error }, values.ToDictionary(value => value.Field, value => value.Value, StringComparer.Ordinal));

    /// <summary>It was done.</summary>
    internal static FormMemory Done(string form, string notice, params (string Field, string Value)[] values) =>
        new(form, None, values.ToDictionary(value => value.Field, value => value.Value, StringComparer.Ordinal), notice);

    /// <summary>What was remembered for the page that is now drawn.</summary>
    internal static FormMemory Take(HttpContext context, SealedCookie cookies) => cookies.Take<FormMemory>(context, Cookie) ?? Empty;

    /// <summary>Remembers this and shows the page again.</summary>
    internal IResult BackTo(HttpContext context, string address)
    {
        context.RequestServices.GetRequiredService<SealedCookie>().Write(context, Cookie, this, Lifetime);
        return TypedResults.LocalRedirect(address);
    }

    /// <summary>What is wrong with a field of a form: a text key, or null.</summary>
    internal string? Error(string form, string field) => Form == form ? Errors.GetValueOrDefault(field) : null;

    /// <summary>What was typed into a field of a form, or nothing.</summary>
    internal string Value(string form, string field) => Form == form ? Values.GetValueOrDefault(field, "") : "";
}
