using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Armadillo.Testing.ArangoDb.DependencyInjection;
using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Plans;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.ArangoDb.Tests.Processes;

/// <summary>A container of its own with the kit, and a root directory that is gone afterwards.</summary>
public sealed class Lab : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Lab()
    {
        Root = Directory.CreateTempSubdirectory("armadillo-arango-tests-").FullName;
        _services = new ServiceCollection().AddArmadillo(options => options.RootDirectory = Root).AddArangoDb().BuildServiceProvider();
    }

    /// <summary>Fast enough for a test, slow enough for two busy cores.</summary>
    public static AgencyTiming Timing { get; } = new() { SupervisionOkThreshold = TimeSpan.FromSeconds(2), SupervisionGracePeriod = TimeSpan.FromSeconds(4) };

    public static SingleServerSpec SingleServer { get; } = new() { Server = ArangodServer.Emulator() };

    public static AgencySpec Agency { get; } = new() { Server = ArangodServer.Emulator() };

    public static ClusterSpec Cluster { get; } = new() { Server = ArangodServer.Emulator(), Timing = Timing };

    public string Root { get; }

    public IArangoStarter Starter => _services.GetRequiredService<IArangoStarter>();

    public ITopologyStarter Core => _services.GetRequiredService<ITopologyStarter>();

    public Task<TopologyPlan> PlanAsync(ArangoSpec spec) => Core.PlanAsync(spec.ToTopology());

    public string Write(string name, string content)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>A file with a key and a certificate of its own for this machine.</summary>
    public string WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(150));
        return Write("server.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }
}
