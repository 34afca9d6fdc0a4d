using System.Security.Cryptography;
using System.Text;

namespace Parvis.Commons.Records;

/// <summary>One thing as one authority knows it. Two things that are one share a record; which ones are is decided by <see cref="EntityResolution"/>.</summary>
/// <param name="HomeId">Its own record id, for when it stands alone.</param>
/// <param name="Authority">Who speaks of it.</param>
/// <param name="Kind">One of <see cref="RecordKinds"/>.</param>
/// <param name="Title">Its title, folded for comparison; empty when it has no letters.</param>
/// <param name="Place">The order in which things were first seen; the first of a record's things gives the record its id.</param>
/// <param name="Identifiers">What identifies it.</param>
internal sealed record Thing(string HomeId, string Authority, string Kind, string Title, long Place, IReadOnlyList<string> Identifiers)
{
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789"; // no letter that is read as a digit
    private const int HomeIdLength = 13;

    /// <summary>The id of the thing that <paramref name="authority"/> calls <paramref name="key"/>: the same on every node.</summary>
    /// <returns>13 letters and digits, from the SHA-256 of both.</returns>
    public static string HomeIdOf(string authority, string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{authority}\n{key}"), hash);
        return string.Create(HomeIdLength, hash.ToArray(), static (id, bytes) =>
        {
            var number = new System.Numerics.BigInteger(bytes, isUnsigned: true);
            for (var i = 0; i < id.Length; i++)
            {
                number = System.Numerics.BigInteger.DivRem(number, Alphabet.Length, out var rest);
                id[i] = Alphabet[(int)rest];
            }
        });
    }

    /// <summary>Folds a title for comparison: letters and digits only, without accents, in lower case.</summary>
    public static string Fold(string title)
    {
        var folded = new StringBuilder(title.Length);
        foreach (var rune in title.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune)) folded.Append(Rune.ToLowerInvariant(rune));
        }
        return folded.ToString();
    }
}
