using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Options;

namespace Armadillo.ArangodEmulator.Server;

/// <summary>Finds the role and refuses options that do not go together.</summary>
internal static class RoleOptions
{
    private const string Topic = "cluster";

    public static ServerRole Read(OptionValues options)
    {
        if (options.Flag("agency.activate"))
        {
            return ServerRole.Agent;
        }

        var endpoints = options.List("cluster.agency-endpoint");
        if (endpoints.Count == 0)
        {
            return ServerRole.Single;
        }

        foreach (var endpoint in endpoints)
        {
            if (!Endpoint.TryParse(endpoint, out _))
            {
                throw new FatalException("1b759", Topic, $"invalid endpoint '{endpoint}' specified for --cluster.agency-endpoint");
            }
        }

        var role = options.Text("cluster.my-role").ToUpperInvariant() switch
        {
            "COORDINATOR" => ServerRole.Coordinator,
            "PRIMARY" or "DBSERVER" => ServerRole.DbServer,
            var other => throw new FatalException(
                "198c3", Topic, $"Invalid role '{other}' provided for --cluster.my-role, must be COORDINATOR, PRIMARY or DBSERVER"),
        };
        CheckAddress(options.Text("cluster.my-address"));
        return role;
    }

    private static void CheckAddress(string address)
    {
        if (address.Length == 0)
        {
            throw new FatalException("c1532", Topic, "unable to determine internal address, please specify --cluster.my-address");
        }

        if (!Endpoint.TryParse(address, out _))
        {
            throw new FatalException("41256", Topic, $"invalid endpoint '{address}' specified for --cluster.my-address");
        }
    }
}
