using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>ssl:// endpoints. Kestrel's own TLS needs the services of a host; this is the part of it that is needed here.</summary>
internal sealed class TlsConnections(TlsCertificates certificates)
{
    // As long as Kestrel's own TLS waits.
    private static readonly TimeSpan _handshakeTimeout = TimeSpan.FromSeconds(10);

    public async Task OnConnectionAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var plain = connection.Transport;
        await using var tls = new SslStream(new DuplexStream(plain));
        try
        {
            using var patience = new CancellationTokenSource(_handshakeTimeout, TimeProvider.System);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, connection.ConnectionClosed);
            await tls.AuthenticateAsServerAsync(certificates.Options, end.Token);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
        {
            // Somebody who speaks something else: the connection ends, the server does not.
            return;
        }

        var negotiated = new Negotiated(tls.NegotiatedApplicationProtocol.Protocol);
        connection.Features.Set<ITlsConnectionFeature>(negotiated);
        connection.Features.Set<ITlsApplicationProtocolFeature>(negotiated);
        var encrypted = new Pipes(PipeReader.Create(tls), PipeWriter.Create(tls));
        connection.Transport = encrypted;
        try
        {
            await next(connection);
        }
        finally
        {
            await encrypted.Input.CompleteAsync();
            await encrypted.Output.CompleteAsync();
            connection.Transport = plain;
        }
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
