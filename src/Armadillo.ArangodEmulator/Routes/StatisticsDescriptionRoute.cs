using System.Reflection;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Http.Statistics;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>/_admin/statistics-description: what the figures of /_admin/statistics mean, in the words of the server.</summary>
internal sealed class StatisticsDescriptionRoute(ServerContext server) : IRoute
{
    public IEnumerable<string> Paths => ["/_admin/statistics-description"];

    public Task HandleAsync(ServerRequest request) =>
        !request.IsGet ? request.MethodNotAllowedAsync()
        : !server.Options.Flag("server.statistics") ? request.ErrorAsync(404, 36, "statistics not enabled")
        : request.JsonAsync(200, Describe());

    private JsonObject Describe()
    {
        var (groups, figures) = (new JsonArray(), new JsonArray());
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("statistics-3.12.tsv")!);
        while (reader.ReadLine() is { } line)
        {
            var f = line.Split('\t');
            if (f[0] == "group")
            {
                groups.Add((JsonNode)new JsonObject { ["group"] = f[1], ["name"] = f[2], ["description"] = f[3] });
            }
            else
            {
                figures.Add((JsonNode)Figure(f));
            }
        }

        return new JsonObject { ["groups"] = groups, ["figures"] = figures, ["error"] = false, ["code"] = 200 };
    }

    private JsonObject Figure(string[] fields)
    {
        var figure = new JsonObject
        {
            ["group"] = fields[1],
            ["identifier"] = fields[2],
            ["name"] = fields[3],
            ["description"] = fields[4],
            ["type"] = fields[5],
        };
        if (Cuts(fields[7]) is { } cuts)
        {
            figure["cuts"] = Numbers.Array(cuts);
        }

        figure["units"] = fields[6];
        return figure;
    }

    private IReadOnlyList<double>? Cuts(string kind) => kind switch
    {
        "request" => ClientStatistics.TimeCuts,
        "size" => ClientStatistics.SizeCuts,
        "connection" => server.Requests.Connections.ConnectionTime.Cuts,
        _ => null,
    };
}
