using Armadillo.ArangodEmulator.Http.Statistics;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>The ports. Kestrel without a host: what a host adds costs more time than the whole start.</summary>
internal sealed class HttpFrontend : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly IReadOnlyList<Endpoint> _endpoints;
    private readonly Func<HttpContext, Task> _handle;

    public HttpFrontend(
        IReadOnlyList<Endpoint> endpoints, TimeSpan keepAlive, long largestBody, TlsCertificates certificates, ConnectionStatistics connections,
        TimeProvider time, Func<HttpContext, Task> handle)
    {
        _endpoints = endpoints;
        _handle = handle;
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            AllowAlternateSchemes = true,
            ApplicationServices = new NoServices(),
        };
        // The line holds method and version beside the address.
        options.Limits.MaxRequestLineSize = RequestLimits.LongestUrl + 256;
        options.Limits.MaxRequestHeadersTotalSize = 1 << 20;
        options.Limits.MaxRequestHeaderCount = 1000;
        options.Limits.MaxRequestBufferSize = 4 << 20;
        options.Limits.MaxRequestBodySize = largestBody;
        options.Limits.KeepAliveTimeout = keepAlive;
        if (endpoints.Any(static e => e.Secure))
        {
            certificates.Load();
        }

        var tls = new TlsConnections(certificates);
        foreach (var endpoint in endpoints)
        {
            Listen(options, endpoint, tls, keepAlive, next => connections.Count(next, time));
        }

        _server = new KestrelServer(
            Microsoft.Extensions.Options.Options.Create(options),
            new SocketTransportFactory(
                Microsoft.Extensions.Options.Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    /// <summary>Opens all ports; one that is taken ends the server with exit code 21.</summary>
    public async Task OpenAsync()
    {
        try
        {
            await _server.StartAsync(this, CancellationToken.None);
        }
        catch (IOException e)
        {
            var names = string.Join("', '", _endpoints.Select(static x => x.Unified));
            throw new FatalException(
                LogIds.Unknown, "startup", $"failed to bind to endpoint '{names}': {e.Message}", ExitCodes.CouldNotBindPort);
        }
        catch (System.Net.Sockets.SocketException e)
        {
            var names = string.Join("', '", _endpoints.Select(static x => x.Unified));
            throw new FatalException(
                LogIds.Unknown, "startup", $"failed to bind to endpoint '{names}': {e.Message}", ExitCodes.CouldNotBindPort);
        }
    }

    public async Task CloseAsync(TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit, TimeProvider.System);
        await _server.StopAsync(patience.Token);
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => _handle(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Listen(
        KestrelServerOptions options, Endpoint endpoint, TlsConnections tls, TimeSpan keepAlive, Func<ConnectionDelegate, ConnectionDelegate> count)
    {
        void Configure(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.Use(count);
            if (endpoint.Secure)
            {
                listen.Use(next => connection => tls.OnConnectionAsync(connection, next));
            }
            else
            {
                listen.Use(next => new PriorKnowledge(next, keepAlive).OnConnectionAsync);
            }
        }

        if (endpoint.IsUnix)
        {
            // A socket file that a killed server left behind would block the name for ever.
            File.Delete(endpoint.UnixPath);
            options.ListenUnixSocket(endpoint.UnixPath, Configure);
        }
        else
        {
            options.Listen(endpoint.Resolve(), endpoint.Port, Configure);
        }
    }
}
