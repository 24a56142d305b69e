using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Options;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Databases;

/// <summary>How a database is spread that is created without saying so.</summary>
internal static class DatabaseDefaults
{
    public const string OneShard = "single";

    /// <summary>In the order in which databases are described.</summary>
    public static JsonObject Of(OptionValues options) => new()
    {
        ["sharding"] = options.Flag("cluster.force-one-shard") ? OneShard : "",
        ["replicationFactor"] = options.Number("cluster.default-replication-factor"),
        ["writeConcern"] = options.Number("cluster.write-concern"),
        ["replicationVersion"] = options.Text(Product.ReplicationVersionOption),
    };
}
