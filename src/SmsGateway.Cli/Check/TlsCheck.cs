using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Check;

/// <summary>The certificate and the version of TLS, by a connection of its own.</summary>
internal static class TlsCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Renewals by machine happen 30 days before the end; two weeks before, one has failed.</summary>
    private static readonly TimeSpan SoonExpired = TimeSpan.FromDays(14);

    public static async Task<IReadOnlyList<CheckLine>> RunAsync(
        CliEnvironment environment,
        Uri address,
        CancellationToken cancellationToken
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var problems = SslPolicyErrors.None;
        X509Certificate2? certificate = null;
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host.Trim('[', ']'), address.Port, patience.Token);
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = address.Host,
#pragma warning disable CA5359 // A bad certificate is what this looks for; nothing is sent over the connection.
                    RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
                    {
                        certificate = shown is null
                            ? null
                            : X509CertificateLoader.LoadCertificate(shown.GetRawCertData());
                        problems =
                            certificate is not null && environment.Trusts(certificate) ? SslPolicyErrors.None : errors;
                        return true;
                    },
#pragma warning restore CA5359
                },
                patience.Token
            );
            return
            [
                Version(stream.SslProtocol),
                Certificate(certificate, problems, environment.Time.GetUtcNow(), address.Host),
            ];
        }
        catch (Exception e)
            when (e is SocketException or IOException or AuthenticationException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            var why = e is OperationCanceledException ? $"no answer within {Patience.TotalSeconds:0} s" : e.Message;
            return
            [
                CheckLine.Fail(
                    "tls",
                    $"no TLS connection: {why}",
                    "Is this the address of the TLS proxy, and is it running?"
                ),
            ];
        }
        finally
        {
            certificate?.Dispose();
        }
    }

    private static CheckLine Version(SslProtocols protocol) =>
        protocol is SslProtocols.Tls12 or SslProtocols.Tls13
            ? CheckLine.Ok("tls", protocol == SslProtocols.Tls13 ? "TLS 1.3" : "TLS 1.2")
            : CheckLine.Fail("tls", protocol.ToString(), "Allow TLS 1.2 and 1.3 only.");

    private static CheckLine Certificate(
        X509Certificate2? certificate,
        SslPolicyErrors problems,
        DateTimeOffset now,
        string host
    )
    {
        const string Name = "certificate";
        if (certificate is null)
        {
            return CheckLine.Fail(Name, "none was shown", "Configure one in the TLS proxy.");
        }

        var left = certificate.NotAfter.ToUniversalTime() - now.UtcDateTime;
        var until = $"until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}";
        if (left <= TimeSpan.Zero)
        {
            return CheckLine.Fail(Name, $"expired: it was valid {until}", "Renew it.");
        }

        if (problems.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return CheckLine.Fail(Name, $"not for {host}", "Use one that names this host, or the host that it names.");
        }

        if (problems != SslPolicyErrors.None)
        {
            return CheckLine.Fail(
                Name,
                "not trusted here",
                "It is self-signed, or the server does not send the certificates between it and its root."
            );
        }

        return left < SoonExpired
            ? CheckLine.Warn(
                Name,
                $"{left.Days} days left, {until}",
                "Renew it; if that should happen by itself, it has not."
            )
            : CheckLine.Ok(Name, $"valid {until}");
    }
}
