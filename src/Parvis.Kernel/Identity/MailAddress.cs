using System.Diagnostics.CodeAnalysis;
using System.Text;
using MimeKit;

namespace Parvis.Kernel.Identity;

/// <summary>An e-mail address that a message can be sent to.</summary>
/// <param name="Address">As it was typed, without surrounding space.</param>
/// <param name="Key">The form in which two spellings of one mailbox are equal: NFC, lower case.</param>
internal readonly record struct MailAddress(string Address, string Key)
{
    private const int LongestPath = 254; // RFC 5321 §4.5.3.1.3, less the angle brackets

    /// <summary>Reads <paramref name="text"/> as one bare mailbox with a domain.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MailAddress address)
    {
        address = default;
        var trimmed = text?.Trim();
        if (trimmed is null or "" || trimmed.Length > LongestPath) return false;
        if (!MailboxAddress.TryParse(trimmed, out var mailbox) || mailbox.Address != trimmed || mailbox.Domain is null or "") return false;
        address = new(trimmed, trimmed.Normalize(NormalizationForm.FormC).ToLowerInvariant());
        return true;
    }
}
