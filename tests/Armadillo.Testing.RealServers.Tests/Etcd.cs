using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.RealServers.Tests;

/// <summary>A cluster of three, asked over its HTTP gateway.</summary>
internal static class Etcd
{
    public static TopologySpec Cluster() => new()
    {
        Name = "etcd",
        Instances = [.. Enumerable.Range(1, 3).Select(number => Member($"etcd-{number}"))],
    };

    /// <summary>Who leads, in the eyes of those that answer; null while they have nobody or disagree.</summary>
    public static async Task<Instance?> FindLeaderAsync(HttpClient http, IReadOnlyList<Instance> members, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(members.Select(async member => (member, status: await PostAsync(http, member, "maintenance/status", [], cancellationToken))));
        var leaders = answers.Select(answer => (string?)answer.status["leader"]).Distinct().ToList();
        return leaders is [{ } leader and not "0"] ? answers.FirstOrDefault(a => (string?)a.status["header"]!["member_id"] == leader).member : null;
    }

    public static Task<JsonNode> PutAsync(HttpClient http, Instance member, string key, string value, CancellationToken cancellationToken) =>
        PostAsync(http, member, "kv/put", new JsonObject { ["key"] = Encode(key), ["value"] = Encode(value) }, cancellationToken);

    public static async Task<string?> GetAsync(HttpClient http, Instance member, string key, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(http, member, "kv/range", new JsonObject { ["key"] = Encode(key) }, cancellationToken);
        return answer["kvs"]?[0]?["value"] is { } value ? Encoding.UTF8.GetString(Convert.FromBase64String((string)value!)) : null;
    }

    private static InstanceSpec Member(string name) => new()
    {
        Name = name,
        Role = "etcd",
        Program = "etcd",
        Ports = [new PortSpec("client"), new PortSpec("peer")],
        Arguments = context =>
        [
            "--name", name, "--data-dir", context.Self.Directories.Data, "--unsafe-no-fsync", "--logger=zap", "--log-outputs=stderr",
            "--listen-client-urls", Url(context.Self, "client"), "--advertise-client-urls", Url(context.Self, "client"),
            "--listen-peer-urls", Url(context.Self, "peer"), "--initial-advertise-peer-urls", Url(context.Self, "peer"),
            "--initial-cluster", string.Join(',', context.WithRole("etcd").Select(member => $"{member.Name}={Url(member, "peer")}")),
        ],
        Environment = static _ => [new("ETCDCTL_API", "3")],
        Readiness = Condition.Http("/health", new HttpConditionOptions { Body = static body => body.Contains("true", StringComparison.Ordinal) }),
        Stop = new StopSpec { Signal = ProcessSignal.Terminate, SignalDeathIsClean = true },
    };

    private static string Url(PlannedMember member, string port) => $"http://127.0.0.1:{member.PortNamed(port)}";

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task<JsonNode> PostAsync(HttpClient http, Instance member, string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(member.Endpoint!, $"/v3/{path}"), body, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
    }
}
