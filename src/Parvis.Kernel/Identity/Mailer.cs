using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Utils;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Identity;

/// <summary>The mail server of a node, from <c>Parvis:Mail</c>.</summary>
internal sealed record MailServer
{
    /// <summary>Host name; empty when the node has no mail server.</summary>
    public string Server { get; init; } = "";

    /// <summary>587 for STARTTLS (RFC 6409), 465 for TLS from the start (RFC 8314).</summary>
    public int Port { get; init; } = 587;

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The address that messages come from.</summary>
    public string From { get; init; } = "";

    public bool IsConfigured => Server.Length > 0;
}

/// <summary>Sends plain-text messages, or keeps them as RFC 5322 files in the outbox of a node that has no mail server.</summary>
internal sealed class Mailer(MailServer server, DataFolder folder, TimeProvider time)
{
    /// <summary>Sends one message. The connection is encrypted or there is none.</summary>
    /// <exception cref="MailKit.ServiceNotConnectedException">The server closed the connection.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The server cannot be reached.</exception>
    public async Task SendAsync(string to, string subject, string body, CancellationToken cancel)
    {
        using var message = Compose(to, subject, body);
        if (server.IsConfigured) await SendAsync(message, cancel);
        else await KeepAsync(message, cancel);
    }

    private MimeMessage Compose(string to, string subject, string body)
    {
        var from = server.From.Length > 0 ? server.From : "parvis@localhost";
        var message = new MimeMessage
        {
            Date = time.GetUtcNow(),
            Subject = subject,
            Body = new TextPart("plain") { Text = body },
            MessageId = MimeUtils.GenerateMessageId(from[(from.LastIndexOf('@') + 1)..]),
        };
        message.From.Add(MailboxAddress.Parse(from));
        message.To.Add(MailboxAddress.Parse(to));
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834 §5: no out-of-office answers, please
        return message;
    }

    private async Task SendAsync(MimeMessage message, CancellationToken cancel)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync(server.Server, server.Port, server.Port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls, cancel);
        if (server.User is not null) await client.AuthenticateAsync(server.User, server.Password ?? "", cancel);
        await client.SendAsync(message, cancel);
        await client.DisconnectAsync(quit: true, cancel);
    }

    private async Task KeepAsync(MimeMessage message, CancellationToken cancel)
    {
        PrivateFolder.Make(folder.Outbox);
        var path = Path.Combine(folder.Outbox, $"{time.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}-{Secret.NewId()}.eml");
        await using var file = new FileStream(path, PrivateFolder.NewFile);
        await message.WriteToAsync(file, cancel);
    }
}
