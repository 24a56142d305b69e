using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>
/// Lets HTTP/1.1 and HTTP/2 share a port without TLS, as arangod does. Kestrel picks the protocol from what TLS has
/// negotiated only, so a connection that begins with HTTP/2's preface gets that answer written on it.
/// </summary>
/// <param name="next">Kestrel.</param>
/// <param name="patience">How long a connection may say nothing or stop in the middle of the preface.</param>
internal sealed class PriorKnowledge(ConnectionDelegate next, TimeSpan patience)
{
    private static readonly byte[] _preface = "PRI * HTTP/2.0"u8.ToArray();

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        using var limit = new CancellationTokenSource(patience, TimeProvider.System);
        try
        {
            await LookAsync(connection, limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Silent for too long: Kestrel's own limits begin only after this.
            return;
        }

        await next(connection);
    }

    private static async Task LookAsync(ConnectionContext connection, CancellationToken cancellationToken)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var length = (int)Math.Min(result.Buffer.Length, _preface.Length);
            var same = result.Buffer.Slice(0, length).ToArray().AsSpan().SequenceEqual(_preface.AsSpan(0, length));
            var decided = !same || length == _preface.Length || result.IsCompleted;
            input.AdvanceTo(result.Buffer.Start, decided ? result.Buffer.Start : result.Buffer.End);
            if (!decided)
            {
                continue;
            }

            if (same && length == _preface.Length)
            {
                var negotiated = new Negotiated("h2"u8.ToArray());
                connection.Features.Set<ITlsConnectionFeature>(negotiated);
                connection.Features.Set<ITlsApplicationProtocolFeature>(negotiated);
            }

            return;
        }
    }
}
