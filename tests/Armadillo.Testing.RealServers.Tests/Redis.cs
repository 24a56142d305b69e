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

    /// <summary>The first line of the answer to an inline command.</summary>
    public static async Task<string> AskAsync(Instance server, string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Endpoint!.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync() ?? "";
    }
}
