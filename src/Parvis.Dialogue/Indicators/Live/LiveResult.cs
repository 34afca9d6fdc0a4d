using Parvis.Dialogue.Indicators.Opinion;

namespace Parvis.Dialogue.Indicators.Live;

/// <summary>The result of a conversation at one moment.</summary>
/// <param name="Version">Grows with each vote and each decision.</param>
/// <param name="Public">What everybody may know.</param>
/// <param name="Bytes">The same as bytes.</param>
/// <param name="Digest">SHA-256 of these: its ETag.</param>
/// <param name="Whole">All of it, participants' numbers too: for those who convene, and for the mathematics of Polis' shape.</param>
/// <param name="Shown">Statements that participants are shown.</param>
/// <param name="Banned">Participants that moderation took out.</param>
internal sealed record LiveResult(long Version, PublicResult Public, byte[] Bytes, string Digest, OpinionResult Whole, IReadOnlySet<int> Shown, IReadOnlyCollection<int> Banned);
