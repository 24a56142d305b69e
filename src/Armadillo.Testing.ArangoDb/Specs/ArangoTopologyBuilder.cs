using System.Globalization;
using Armadillo.Testing.ArangoDb.Agency;
using Armadillo.Testing.ArangoDb.Authentication;
using Armadillo.Testing.ArangoDb.Health;
using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.ArangoDb.Specs;

/// <summary>Writes a topology in the words of the core. Agents come first, then database servers, then coordinators.</summary>
internal static class ArangoTopologyBuilder
{
    public const string AgencyGate = "agency";

    public static TopologySpec Build(
        string name, ArangoSpec spec, AgencyTiming? agency, IReadOnlyList<(ArangoRole Role, int Count)> counts, bool linkFaults = false)
    {
        var server = spec.Server ?? ArangodServer.FromEnvironment();
        var secrets = new TopologySecrets(spec);
        var arguments = new ArangodArguments(spec, server, agency, counts);
        var instances = counts.SelectMany(c => Enumerable.Range(1, c.Count).Select(n => BuildInstance(spec, server, arguments, secrets, c.Role, n))).ToList();
        var agents = counts.FirstOrDefault(c => c.Role == ArangoRole.Agent).Count;
        return spec.Adjust(new TopologySpec
        {
            Name = name,
            Server = server.Description,
            Instances = instances,
            Gates = agents == 0 ? [] : [BuildAgencyGate(secrets, agents)],
            Readiness = counts.Any(c => c.Role == ArangoRole.Coordinator) ? ClusterHealthCondition.AllGood(secrets) : null,
            StartTimeout = spec.StartTimeout,
            Prepare = secrets.PrepareAsync,
            LinkFaults = linkFaults,
        });
    }

    private static InstanceSpec BuildInstance(
        ArangoSpec spec, ArangodServer server, ArangodArguments arguments, TopologySecrets secrets, ArangoRole role, int number) => new()
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{role.Word()}-{number}"),
            Role = role.Word(),
            Program = server.Program,
            Scheme = spec.TlsKeyFile is null ? "http" : "https",
            Arguments = context => arguments.Build(role, context),
            Environment = context => arguments.BuildEnvironment(role, context),
            DependsOn = role is ArangoRole.DbServer or ArangoRole.Coordinator ? [Dependency.OnGate(AgencyGate)] : [],
            Readiness = ServerConditions.Answers(secrets, role),
            StartTimeout = spec.StartTimeout,
            Stop = new StopSpec { GracePeriod = spec.StopGracePeriod },
            ExplainExit = ArangodExits.Explain,
            IsPortConflict = static (exit, _) => exit.ExitCode == ArangodExits.CouldNotBindPort,
            IsImportantLogLine = ArangodLogLines.IsImportant,
        };

    private static GateSpec BuildAgencyGate(TopologySecrets secrets, int agents) => new()
    {
        Name = AgencyGate,
        DependsOn = [Dependency.OnRole(ArangoRole.Agent.Word())],
        Condition = AgencyConditions.OneLeader(secrets, agents),
    };
}
