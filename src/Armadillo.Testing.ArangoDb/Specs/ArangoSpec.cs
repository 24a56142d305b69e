using Armadillo.Testing.ArangoDb.Configuration;
using Armadillo.Testing.ArangoDb.Options;
using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.Specs;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.ArangoDb.Specs;

/// <summary>What every ArangoDB topology has. Immutable; change it with <c>with</c>.</summary>
public abstract record ArangoSpec : ITopologySpec
{
    /// <summary>Which server runs. Default: <see cref="ArangodServer.FromEnvironment"/>, looked up when the start begins.</summary>
    public ArangodServer? Server { get; init; }

    /// <summary>Whether requests need credentials. Default: yes, as in arangod.</summary>
    public bool Authentication { get; init; } = true;

    /// <summary>
    /// File with the secret that all servers share, at most 64 bytes. Default: made for each topology, random, readable by its
    /// user only.
    /// </summary>
    public string? JwtSecretFile { get; init; }

    /// <summary>PEM file with key and certificate; the servers then speak TLS. Default: plain TCP.</summary>
    public string? TlsKeyFile { get; init; }

    /// <summary>Memory in bytes that all servers together may think the machine has, shared out by role. Default: each sees the machine's.</summary>
    public long? Memory { get; init; }

    /// <summary>Default replication version of databases, <c>1</c> or <c>2</c>. Default: the server's.</summary>
    public string? ReplicationVersion { get; init; }

    /// <summary>File with the 32 bytes of the encryption key; enterprise only. Default: no encryption at rest.</summary>
    public string? EncryptionKeyFile { get; init; }

    /// <summary>Startup options for every server. They win over everything that this library sets.</summary>
    public StartupOptions Options { get; init; } = StartupOptions.None;

    /// <summary>Environment variables for every server.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init => field = new EnvironmentMap(value); } = new EnvironmentMap();

    /// <summary>Last changes in the words of the core: limits, health, restart policy, seeds, single members. Default: none.</summary>
    public Func<TopologySpec, TopologySpec> Adjust { get; init; } = static topology => topology;

    /// <summary>How long the whole start may take. Default: 60 s; multiplied by the option TimeoutMultiplier.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time between asking a server to end and SIGKILL. Default: 60 s; multiplied by the option TimeoutMultiplier.</summary>
    public TimeSpan StopGracePeriod { get; init; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public abstract TopologySpec ToTopology();

    static void ITopologySpec.AddSections(IServiceCollection services) => ArangoDbSections.AddTo(services);

    /// <summary>The options of one role, on top of <see cref="Options"/>.</summary>
    internal virtual StartupOptions OptionsOf(ArangoRole role) => StartupOptions.None;
}
