using System.Net.Sockets;
using System.Text;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.RealServers.Tests;

internal static class Redis
{
    public static TopologySpec Topology(params IReadOnlyList<InstanceSpec> instances) => new() { Name = "redis", Instances = instances };

    public static InstanceSpec Server(bool appendOnly = false) => new()
    {
        Name = "redis",
        Role = "store",
        Program = "redis-server",
        Scheme = "redis",
        Arguments = context =>
        [
            "--port", $"{context.Self.Port}", "--bind", "127.0.0.1", "--save", "", "--dir", context.Self.Directories.Data,
            "--appendonly", appendOnly ? "yes" : "no", "--appendfsync", "always",
        ],
        Readiness = Condition.LogLine("Ready to accept connections").Then(Condition.Tcp()),
    };

    /// <summary>Follows the server named redis, over the address that others are told.</summary>
    public static InstanceSpec Replica()
    {
        var server = Server();
        return server with
        {
            Name = "replica",
            Arguments = context => [.. server.Arguments(context), "--replicaof", "127.0.0.1", $"{context.Members.Single(m => m.Name == "redis").PeerPort}"],
            DependsOn = [Dependency.OnInstance("redis")],
        };
    }

    /// <summary>The value of a key; empty when there is none.</summary>
    public static async Task<string> GetAsync(Instance server, string key)
    {
        var lines = await AskForLinesAsync(server, $"GET {key}");
        return lines is [var length, var value, ..] && length != "$-1" ? value : "";
    }

    /// <summary>A field of a section of INFO.</summary>
    public static async Task<string?> FieldAsync(Instance server, string section, string field) =>
        (await AskForLinesAsync(server, $"INFO {section}")).FirstOrDefault(line => line.StartsWith(field + ":", StringComparison.Ordinal))?[(field.Length + 1)..];

    /// <summary>The first line of the answer to an inline command.</summary>
    public static async Task<string> AskAsync(Instance server, string command) => (await AskForLinesAsync(server, command))[0];

    /// <summary>All lines of the answer; the server is told to hang up after it.</summary>
    private static async Task<string[]> AskForLinesAsync(Instance server, string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Endpoint!.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\nQUIT\r\n"));
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync()).Split("\r\n");
    }
}
