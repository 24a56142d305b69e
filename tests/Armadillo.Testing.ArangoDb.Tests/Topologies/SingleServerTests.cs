using System.Net;
using Armadillo.Testing.ArangoDb.Tests.Processes;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Network;

namespace Armadillo.Testing.ArangoDb.Tests.Topologies;

[Collection(LiveServers.Name)]
public sealed class SingleServerTests : IAsyncLifetime
{
    private readonly Lab _lab = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _lab.DisposeAsync().AsTask();

    [Fact]
    public async Task It_starts_answers_with_its_role_and_ends_cleanly_without_a_trace()
    {
        var single = await _lab.Starter.StartAsync(Lab.SingleServer);
        var process = single.Server.Instance.LastIdentity!.Value;

        Assert.True(RunningProcess.Runs(process));
        Assert.Equal("SINGLE", (await single.Server.GetAsync("/_admin/server/role"))["role"]!.ToString());
        var stop = await single.StopAsync();

        Assert.True(stop.IsClean, string.Join('\n', stop.Instances));
        Assert.Equal(0, Assert.Single(stop.Instances).Exit!.ExitCode);
        Assert.False(RunningProcess.Runs(process));
        Assert.True(RunningProcess.IsFree(single.Server.Endpoint.Port));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_lab.Root));
    }

    [Fact]
    public async Task Its_token_opens_every_door_and_without_it_the_answer_is_401()
    {
        await using var single = await _lab.Starter.StartAsync(Lab.SingleServer);
        var token = await File.ReadAllTextAsync(single.TokenFile!);

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(single.Server.Endpoint, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(single.Server.Endpoint, token[..^4] + "AAAA"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(single.Server.Endpoint, token));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(single.TokenFile!));
    }

    [Fact]
    public async Task Its_secret_shows_neither_in_the_process_table_nor_in_any_log()
    {
        var directory = "";
        string[] secrets = [];
        await using (var single = await _lab.Starter.StartAsync(Lab.SingleServer))
        {
            directory = single.Topology.Workspace.Directory;
            single.Topology.Workspace.Keep("the test reads it");
            secrets = [await File.ReadAllTextAsync(single.TokenFile!), await File.ReadAllTextAsync(Path.Combine(directory, "jwt-secret"))];
            var pid = single.Server.Instance.ProcessId;
            Assert.All(secrets, s => Assert.DoesNotContain(s, File.ReadAllText($"/proc/{pid}/cmdline"), StringComparison.Ordinal));
            Assert.All(secrets, s => Assert.DoesNotContain(s, File.ReadAllText($"/proc/{pid}/environ"), StringComparison.Ordinal));
        }

        var logs = Directory.EnumerateFiles(directory, "*.log", SearchOption.AllDirectories).Append(Path.Combine(directory, "events.jsonl")).ToList();
        Assert.True(logs.Count >= 3, string.Join('\n', logs));
        Assert.All(logs, log => Assert.All(secrets, s => Assert.DoesNotContain(s, File.ReadAllText(log), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_given_secret_file_is_what_the_server_checks_tokens_with()
    {
        await using var single = await _lab.Starter.StartAsync(Lab.SingleServer with { JwtSecretFile = _lab.Write("given", "a shared secret\n") });

        Assert.Equal(200, (await single.Server.SendAsync(HttpMethod.Get, "/_api/version")).Status);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(single.Server.Endpoint, Authentication()));

        static string Authentication() => ArangoDb.Authentication.SuperuserToken.Sign("a shared secret");
    }

    [Fact]
    public async Task Without_authentication_nobody_needs_a_token()
    {
        await using var single = await _lab.Starter.StartAsync(Lab.SingleServer with { Authentication = false });

        Assert.Null(single.TokenFile);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(single.Server.Endpoint, null));
    }

    [Fact]
    public async Task It_speaks_TLS_when_it_is_given_a_key()
    {
        await using var single = await _lab.Starter.StartAsync(Lab.SingleServer with { TlsKeyFile = _lab.WriteCertificate() });

        Assert.Equal("https", single.Server.Endpoint.Scheme);
        Assert.Equal("SINGLE", (await single.Server.GetAsync("/_admin/server/role"))["role"]!.ToString());
        var plain = new UriBuilder(single.Server.Endpoint) { Scheme = "http" }.Uri;
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(plain, null));
    }

    [Fact]
    public async Task A_restart_keeps_the_port_and_begins_a_new_process()
    {
        await using var single = await _lab.Starter.StartAsync(Lab.SingleServer);
        var first = single.Server.Instance.LastIdentity!.Value;
        var endpoint = single.Server.Endpoint;

        await single.Server.RestartAsync();

        Assert.False(RunningProcess.Runs(first));
        Assert.NotEqual(first, single.Server.Instance.LastIdentity);
        Assert.Equal(endpoint, single.Server.Endpoint);
        Assert.Equal(InstanceState.Running, single.Server.State);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(endpoint, await File.ReadAllTextAsync(single.TokenFile!)));
    }

    private static async Task<HttpStatusCode> AskAsync(Uri endpoint, string? token)
    {
        using var client = LoopbackHttp.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(endpoint, "/_api/version"));
        if (token is not null)
        {
            request.Headers.Authorization = new("bearer", token);
        }

        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
