using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Http;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.ArangoDb.Requirements;

/// <summary>What a server says about its own build: GET /_api/version?details=true.</summary>
internal sealed record ServerBuild(string Server, string VersionText, JsonObject Details)
{
    public Version Version => ParseVersion(VersionText);

    /// <summary>Whether the build has something that the details give as "true".</summary>
    public bool Has(string feature) => Details[feature]?.ToString() == "true";

    /// <summary>The build of each topology, asked of its first server that runs.</summary>
    public static async Task<IReadOnlyList<ServerBuild>> OfAllAsync(RequirementContext context, CancellationToken cancellationToken)
    {
        var builds = new List<ServerBuild>();
        foreach (var services in context.Services)
        {
            var topology = services.GetRequiredService<ArangoTopologies>().Current;
            var server = topology.Servers.FirstOrDefault(s => s.State == InstanceState.Running)
                ?? throw new ArangoRequestException($"No server of topology '{topology.Topology.Name}' runs.");
            var answer = await server.GetAsync("/_api/version?details=true", cancellationToken).ConfigureAwait(false);
            builds.Add(new ServerBuild(topology.Topology.Server, answer["version"]?.ToString() ?? "", answer["details"] as JsonObject ?? []));
        }

        return builds;
    }

    /// <summary>The numbers before whatever a version says behind them: <c>3.12.5-devel</c> is 3.12.5.</summary>
    public static Version ParseVersion(string text)
    {
        var numbers = text.Split('-', '~', '+')[0].Split('.').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).ToArray();
        return new Version(numbers.ElementAtOrDefault(0), numbers.ElementAtOrDefault(1), numbers.ElementAtOrDefault(2));
    }
}
