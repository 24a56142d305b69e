using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>The four transactions by which a server enters the cluster, in the recorded order, and the way out.</summary>
internal sealed class Registration(AgencyClient agency, ServerState state, string advertisedEndpoint, TimeProvider time)
{
    private const int ShortIdDigits = 4;

    private string ListName => state.Role == ServerRole.Coordinator ? "Coordinators" : "DBServers";

    private string ShortIdPrefix => state.Role == ServerRole.Coordinator ? "Coordinator" : "DBServer";

    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        var plan = await agency.ReadAsync(cancellationToken, $"/arango/Plan/{ListName}");
        if (plan.At("arango", "Plan", ListName, state.Id) is null)
        {
            await JoinAsync("Plan", cancellationToken);
        }

        await JoinAsync("Current", cancellationToken);
        await TakeShortIdAsync(cancellationToken);
        await CountStartAsync(cancellationToken);
    }

    /// <summary>Leaves the Current lists; with <paramref name="forGood"/> also the plan. The health entry stays.</summary>
    public Task LeaveAsync(bool forGood, CancellationToken cancellationToken)
    {
        var operations = new JsonObject
        {
            [$"arango/Current/{ListName}/{state.Id}"] = AgencyOperations.Delete(),
            [$"arango/Current/ServersRegistered/{state.Id}"] = AgencyOperations.Delete(),
            ["arango/Current/Version"] = AgencyOperations.Increment(),
        };
        if (forGood)
        {
            operations[$"arango/Plan/{ListName}/{state.Id}"] = AgencyOperations.Delete();
            operations[$"arango/Current/ServersKnown/{state.Id}"] = AgencyOperations.Delete();
            operations["arango/Plan/Version"] = AgencyOperations.Increment();
        }

        return agency.WriteAsync(operations, null, cancellationToken);
    }

    /// <summary>The reboot id is what the agency has counted: one that was counted twice would belong to nobody.</summary>
    private async Task CountStartAsync(CancellationToken cancellationToken)
    {
        var counter = $"arango/Current/ServersKnown/{state.Id}/rebootId";
        while (true)
        {
            var known = await agency.ReadAsync(cancellationToken, $"/{counter}");
            var before = known.NumberAt("arango", "Current", "ServersKnown", state.Id, "rebootId");
            var counted = await agency.WriteAsync(
                new JsonObject
                {
                    [$"arango/Current/ServersRegistered/{state.Id}"] = AgencyOperations.Set(Description()),
                    [counter] = AgencyOperations.Increment(),
                    ["arango/Current/Version"] = AgencyOperations.Increment(),
                },
                new JsonObject { [counter] = StillIs(before) },
                cancellationToken);
            if (counted)
            {
                state.RebootId = (before ?? 0) + 1;
                return;
            }
        }
    }

    private static JsonObject StillIs(long? number) => number is null ? AgencyOperations.Absent() : AgencyOperations.Is(number);

    private Task<bool> JoinAsync(string section, CancellationToken cancellationToken) => agency.WriteAsync(
        new JsonObject
        {
            [$"arango/{section}/{ListName}/{state.Id}"] = AgencyOperations.Set("none"),
            [$"arango/{section}/Version"] = AgencyOperations.Increment(),
        },
        null,
        cancellationToken);

    private async Task TakeShortIdAsync(CancellationToken cancellationToken)
    {
        var counter = $"Latest{ShortIdPrefix}Id";
        while (true)
        {
            var target = await agency.ReadAsync(
                cancellationToken, $"/arango/Target/{counter}", $"/arango/Target/MapUniqueToShortID/{state.Id}");

            // A DB server keeps its name for life; a coordinator gets the next one at every start.
            if (state.Role == ServerRole.DbServer && target.At("arango", "Target", "MapUniqueToShortID", state.Id, "ShortName") is not null)
            {
                state.ShortId = target.NumberAt("arango", "Target", "MapUniqueToShortID", state.Id, "TransactionID") ?? 0;
                return;
            }

            var latest = target.NumberAt("arango", "Target", counter);
            var number = (latest ?? 0) + 1;
            var name = ShortIdPrefix + number.ToString(CultureInfo.InvariantCulture).PadLeft(ShortIdDigits, '0');
            var taken = await agency.WriteAsync(
                new JsonObject
                {
                    [$"arango/Target/{counter}"] = AgencyOperations.Increment(),
                    [$"arango/Target/MapUniqueToShortID/{state.Id}"] =
                        AgencyOperations.Set(new JsonObject { ["TransactionID"] = number, ["ShortName"] = name }),
                },
                new JsonObject { [$"arango/Target/{counter}"] = StillIs(latest) },
                cancellationToken);
            if (taken)
            {
                state.ShortId = number;
                return;
            }
        }
    }

    private JsonObject Description() => new()
    {
        ["endpoint"] = state.Address,
        ["advertisedEndpoint"] = advertisedEndpoint,
        ["host"] = HostIdentity.Name,
        ["physicalMemory"] = Machine.PhysicalMemory,
        ["numberOfCores"] = Machine.NumberOfCores,
        ["version"] = Product.VersionNumber,
        ["versionString"] = Product.ServerVersion,
        ["engine"] = Product.Engine,
        ["extendedNames"] = false,
        ["timestamp"] = ClusterTime.Text(time.GetUtcNow()),
    };
}
