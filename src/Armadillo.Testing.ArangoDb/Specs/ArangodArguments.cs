using System.Globalization;
using Armadillo.Testing.ArangoDb.Authentication;
using Armadillo.Testing.ArangoDb.Options;
using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.ArangoDb.Specs;

/// <summary>
/// Builds arangod's command line. From weak to strong: what every server gets, what its role gets, the spec's options, the
/// role's options. Each option is passed only to roles that know it (startup options of 3.12).
/// </summary>
internal sealed class ArangodArguments(ArangoSpec spec, ArangodServer server, AgencyTiming? agency, IReadOnlyList<(ArangoRole Role, int Count)> counts)
{
    public IEnumerable<string> Build(ArangoRole role, PlanContext context)
    {
        var options = Common(context).With(OfRole(role, context)).With(spec.Options).With(spec.OptionsOf(role));
        return [.. server.LeadingArguments, .. options.ToArguments()];
    }

    public IEnumerable<KeyValuePair<string, string>> BuildEnvironment(ArangoRole role, PlanContext context)
    {
        foreach (var variable in server.Environment)
        {
            yield return variable;
        }

        yield return new("ARANGODB_SERVER_DIR", context.Self.Directories.Root);
        if (spec.Memory is { } memory)
        {
            yield return new("ARANGODB_OVERRIDE_DETECTED_TOTAL_MEMORY", MemoryShares.Of(role, memory, counts).ToString(CultureInfo.InvariantCulture));
        }

        foreach (var variable in spec.Environment)
        {
            yield return variable;
        }
    }

    private StartupOptions Common(PlanContext context)
    {
        var self = context.Self;
        var options = StartupOptions.None
            .With("configuration", "none")
            .With("server.endpoint", Endpoint(self.Port))
            .With("database.directory", self.Directories.Data)
            .With("temp.path", self.Directories.Temporary)
            .With("temp.intermediate-results-path", Path.Combine(self.Directories.Root, "temp-rocksdb-dir"))
            .With("log.output", "-")
            .With("log.color", "false")
            .With("http.trusted-origin", "all")
            .With("server.authentication", spec.Authentication ? "true" : "false")
            .With("server.options-api", "admin");
        if (spec.Authentication)
        {
            options = options.With("server.jwt-secret-keyfile", TopologySecrets.SecretPath(spec, context.Directory));
        }

        if (spec.TlsKeyFile is { } tls)
        {
            options = options.With("ssl.keyfile", Path.GetFullPath(tls));
        }

        if (spec.ReplicationVersion is { } version)
        {
            options = options.With("database.default-replication-version", version);
        }

        return spec.EncryptionKeyFile is { } key ? options.With("rocksdb.encryption-keyfile", Path.GetFullPath(key)) : options;
    }

    private StartupOptions OfRole(ArangoRole role, PlanContext context) => role switch
    {
        ArangoRole.Agent => OfAgent(context),
        ArangoRole.DbServer => OfClusterServer("PRIMARY", context),
        ArangoRole.Coordinator => JavaScript(context, ForClients(context.Self, OfClusterServer("COORDINATOR", context)))
            .With("foxx.force-update-on-startup", "true")
            .With("cluster.default-replication-factor", "2"),
        _ => JavaScript(context, StartupOptions.None),
    };

    private StartupOptions OfAgent(PlanContext context)
    {
        var timing = agency ?? new AgencyTiming();
        return StartupOptions.None
            .With("agency.activate", "true")
            .With("agency.size", counts.First(c => c.Role == ArangoRole.Agent).Count.ToString(CultureInfo.InvariantCulture))
            .With("agency.my-address", Endpoint(context.Self.PeerPort))
            .With("agency.endpoint", [.. Agents(context)])
            .With("agency.supervision", "true")
            .With("agency.supervision-frequency", Seconds(timing.SupervisionFrequency))
            .With("agency.supervision-ok-threshold", Seconds(timing.SupervisionOkThreshold))
            .With("agency.supervision-grace-period", Seconds(timing.SupervisionGracePeriod))
            .With("agency.election-timeout-min", Seconds(timing.ElectionTimeoutMin))
            .With("agency.election-timeout-max", Seconds(timing.ElectionTimeoutMax))
            .With("agency.wait-for-sync", timing.WaitForSync ? "true" : "false")
            .With("log.level", "agency=info");
    }

    private StartupOptions OfClusterServer(string role, PlanContext context)
    {
        var options = StartupOptions.None
            .With("cluster.my-role", role)
            .With("cluster.my-address", Endpoint(context.Self.PeerPort))
            .With("cluster.agency-endpoint", [.. Agents(context)]);
        return spec is ClusterSpec { ForceOneShard: true } ? options.With("cluster.force-one-shard", "true") : options;
    }

    /// <summary>Clients that ask for the coordinators' addresses must not go by the links between members.</summary>
    private StartupOptions ForClients(PlannedMember self, StartupOptions options) =>
        self.PeerPort == self.Port ? options : options.With("cluster.my-advertised-endpoint", Endpoint(self.Port));

    private static StartupOptions JavaScript(PlanContext context, StartupOptions options) => options
        .With("javascript.app-path", Path.Combine(context.Self.Directories.Root, "apps"))
        .With("javascript.copy-installation", "false");

    private IEnumerable<string> Agents(PlanContext context) => context.WithRole(ArangoRole.Agent.Word()).Select(agent => Endpoint(agent.PeerPort));

    private string Endpoint(int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{(spec.TlsKeyFile is null ? "tcp" : "ssl")}://127.0.0.1:{port}");

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
