using System.Text.Json;

namespace Parvis.Commons.Records.Formats;

/// <summary>A part of a file that can be looked at by itself.</summary>
internal abstract record Piece(Place Place)
{
    /// <summary>One element or member of a container that was split.</summary>
    /// <param name="Place">Where it starts.</param>
    /// <param name="Name">Name of the member; null for an element of an array.</param>
    /// <param name="Value">The part.</param>
    internal sealed record Part(Place Place, string? Name, JsonElement Value) : Piece(Place);

    /// <summary>The document around the parts, its split containers empty.</summary>
    internal sealed record Whole(Place Place, JsonElement Value) : Piece(Place);

    /// <summary>What could not be read.</summary>
    internal sealed record Broken(Place Place, string Rule, string Detail) : Piece(Place)
    {
        public Reading.Refused Refused => new(Place, Rule, Detail);
    }
}
