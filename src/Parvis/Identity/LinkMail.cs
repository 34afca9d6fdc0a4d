using System.Net.Sockets;
using System.Threading.Channels;
using MailKit;
using MailKit.Security;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Languages;

namespace Parvis.Identity;

/// <summary>A wish for a link by e-mail.</summary>
/// <param name="Email">As typed; perhaps of nobody here.</param>
/// <param name="Purpose">Sign-in or invitation.</param>
/// <param name="Language">Language of the message.</param>
/// <param name="Address">Scheme and host to put before the link's path.</param>
/// <param name="Return">Where to go afterwards, or null.</param>
internal sealed record LinkWish(string Email, LinkPurpose Purpose, string Language, string Address, string? Return);

/// <summary>Makes and sends links after the answer is given, so that neither the answer nor its time tells whether an address is known here.</summary>
internal sealed class LinkMail(People people, OneTimeLinks links, Mailer mailer, Texts texts, ILogger<LinkMail> logger) : BackgroundWork
{
    private const int MostWaiting = 1000;
    private readonly Channel<LinkWish> _wishes = Channel.CreateBounded<LinkWish>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Takes a wish; past a thousand waiting ones it is dropped.</summary>
    public void Ask(LinkWish wish) => _wishes.Writer.TryWrite(wish);

    protected override async Task WorkAsync(CancellationToken nodeStops)
    {
        await foreach (var wish in _wishes.Reader.ReadAllAsync(nodeStops))
        {
            try
            {
                await GrantAsync(wish, nodeStops);
            }
            catch (Exception error) when (error is SocketException or IOException or CommandException or ProtocolException or AuthenticationException or SslHandshakeException or ServiceNotConnectedException)
            {
                logger.LogError(error, "The mail server did not take a sign-in message; check Parvis:Mail"); // no address here: logs are not private
            }
        }
    }

    private async Task GrantAsync(LinkWish wish, CancellationToken cancel)
    {
        if (await people.FindByEmailAsync(wish.Email, cancel) is not { DisabledAt: null, Email: { } email } person) return;
        var token = await links.CreateAsync(person.Id, wish.Purpose, cancel);
        var words = texts.In(wish.Language);
        var back = wish.Return is null ? "" : $"&return={Uri.EscapeDataString(wish.Return)}";
        var key = wish.Purpose == LinkPurpose.Invitation ? "identity.mail.invitation" : "identity.mail.signIn";
        var host = new Uri(wish.Address).Authority;
        await mailer.SendAsync(email, words.Get($"{key}.subject", ("node", host)), words.Get($"{key}.body", ("node", host), ("link", $"{wish.Address}/{wish.Language}{OneTimeLinks.Path(token)}{back}")), cancel);
    }
}
