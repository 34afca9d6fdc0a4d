using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Parvis.Interface.Components;

/// <summary>SVG's text element, which Razor would take for its own.</summary>
public sealed class SvgText : ComponentBase
{
    /// <summary>Where it stands across.</summary>
    [Parameter, EditorRequired] public string X { get; set; } = "";

    /// <summary>Where its base line is.</summary>
    [Parameter, EditorRequired] public string Y { get; set; } = "";

    /// <summary>The words.</summary>
    [Parameter, EditorRequired] public string Words { get; set; } = "";

    /// <summary>SVG's text-anchor.</summary>
    [Parameter] public string? Anchor { get; set; }

    /// <summary>Class of the element.</summary>
    [Parameter] public string? Class { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "class", Class);
        builder.AddAttribute(2, "x", X);
        builder.AddAttribute(3, "y", Y);
        builder.AddAttribute(4, "text-anchor", Anchor);
        builder.AddContent(5, Words);
        builder.CloseElement();
    }
}
