using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>--ssl.keyfile: certificate and key in one PEM file. Loaded only when an endpoint is encrypted.</summary>
internal sealed class ServerCertificate(string keyFile, bool needed)
{
    private static readonly IServiceProvider _none = new NoServices();

    private X509Certificate2? _certificate;

    /// <summary>What Kestrel asks for; with TLS that is its own set of services.</summary>
    public IServiceProvider Services { get; } = needed ? KestrelServices() : _none;

    public void Use(ListenOptions listen)
    {
        try
        {
            _certificate ??= X509Certificate2.CreateFromPemFile(keyFile);
        }
        catch (Exception e) when (e is CryptographicException or IOException or ArgumentException)
        {
            throw new FatalException(LogIds.Unknown, "ssl", $"cannot read certificate from '{keyFile}': {e.Message}");
        }

        listen.UseHttps(_certificate);
    }

    private static ServiceProvider KestrelServices()
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddMetrics();
        return services.BuildServiceProvider();
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
