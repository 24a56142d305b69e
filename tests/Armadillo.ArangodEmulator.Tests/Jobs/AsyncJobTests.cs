using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Jobs;

public sealed class AsyncJobTests
{
    private static readonly (string, string) _store = ("x-arango-async", "store");

    [Fact]
    public async Task A_stored_job_is_fetched_once_with_its_whole_answer()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        var accepted = await Requests.SendAsync(HttpMethod.Get, server.Port, "/_api/version", headers: _store);
        Assert.Equal(202, accepted.Status);
        Assert.Equal("text/plain", accepted.ContentHeaders.ContentType?.ToString());
        Assert.Equal(0, accepted.ContentHeaders.ContentLength);
        var id = accepted.Headers.GetValues("x-arango-async-id").Single();

        var status = await Requests.UntilAsync(() => server.GetAsync($"/_api/job/{id}"), static a => a.Status != 204);
        Assert.Equal(200, status.Status);
        Assert.Equal([id], Ids(await server.GetAsync("/_api/job/done")));
        Assert.Empty(Ids(await server.GetAsync("/_api/job/pending")));

        var fetched = await Requests.SendAsync(HttpMethod.Put, server.Port, $"/_api/job/{id}");
        Assert.Equal(200, fetched.Status);
        Assert.Equal(id, fetched.Headers.GetValues("x-arango-async-id").Single());
        Assert.Equal("application/json", fetched.ContentHeaders.ContentType?.ToString());
        Assert.Equal("3.12.10", (string?)fetched.Body!["version"]);
        await IsUnknownAsync(server, HttpMethod.Put, $"/_api/job/{id}");
        await IsUnknownAsync(server, HttpMethod.Get, $"/_api/job/{id}");
    }

    [Fact]
    public async Task A_job_that_nobody_wants_back_has_no_id_and_is_done_all_the_same()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        var accepted = await Requests.SendAsync(
            HttpMethod.Post, server.Port, "/_api/collection", body: """{"name":"things"}""", headers: ("x-arango-async", "true"));
        Assert.Equal(202, accepted.Status);
        Assert.False(accepted.Headers.Contains("x-arango-async-id"));
        await Requests.UntilAsync(() => server.GetAsync("/_api/collection/things"), static a => a.Status == 200);
        Assert.Empty(Ids(await server.GetAsync("/_api/job/done")));
    }

    [Fact]
    public async Task The_error_of_a_job_is_its_answer()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        var id = await StoreAsync(server.Port, "/_api/document/nowhere/1");
        await Requests.UntilAsync(() => server.GetAsync($"/_api/job/{id}"), static a => a.Status == 200);
        var fetched = await Requests.SendAsync(HttpMethod.Put, server.Port, $"/_api/job/{id}");
        Assert.Equal((404, 1203L), (fetched.Status, fetched.ErrorNum));
    }

    [Fact]
    public async Task A_running_job_is_pending_and_a_cancelled_one_answers_so()
    {
        // A long poll of the agency is a request that takes as long as one likes.
        await using var agent = await SingleServer.ReadyAsync("--server.authentication", "false", "--agency.activate", "true");
        await Requests.UntilAsync(() => agent.GetAsync("/_api/agency/poll?index=0&timeout=1"), static a => a.Status == 200);
        var id = await StoreAsync(agent.Port, "/_api/agency/poll?index=1000000&timeout=600");
        Assert.Equal(204, (await agent.GetAsync($"/_api/job/{id}")).Status);
        Assert.Equal([id], Ids(await agent.GetAsync("/_api/job/pending")));
        Assert.Equal(204, (await Requests.SendAsync(HttpMethod.Put, agent.Port, $"/_api/job/{id}")).Status);
        var cancelled = await Requests.SendAsync(HttpMethod.Put, agent.Port, $"/_api/job/{id}/cancel");
        Assert.Equal("""{"result":true}""", cancelled.Body!.ToJsonString());
        await Requests.UntilAsync(() => agent.GetAsync($"/_api/job/{id}"), static a => a.Status == 200);
        var fetched = await Requests.SendAsync(HttpMethod.Put, agent.Port, $"/_api/job/{id}");
        Assert.Equal((410, 21L), (fetched.Status, fetched.ErrorNum));

        id = await StoreAsync(agent.Port, "/_api/agency/poll?index=1000000&timeout=600");
        await IsResultAsync(agent, $"/_api/job/{id}");
        Assert.Empty(Ids(await agent.GetAsync("/_api/job/pending")));
    }

    [Fact]
    public async Task Finished_jobs_are_forgotten_one_by_one_by_age_or_all()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        for (var i = 0; i < 4; i++)
        {
            await StoreAsync(server.Port, "/_api/version");
        }

        var done = await Requests.UntilAsync(() => server.GetAsync("/_api/job/done"), static a => a.Body!.AsArray().Count == 4);
        Assert.Equal(2, Ids(await server.GetAsync("/_api/job/done?count=2")).Length);
        await IsResultAsync(server, $"/_api/job/{Ids(done)[0]}");
        Assert.Equal(3, Ids(await server.GetAsync("/_api/job/done")).Length);
        await IsResultAsync(server, "/_api/job/expired?stamp=1000");
        Assert.Equal(3, Ids(await server.GetAsync("/_api/job/done")).Length);
        await IsResultAsync(server, "/_api/job/expired?stamp=99999999999");
        Assert.Empty(Ids(await server.GetAsync("/_api/job/done")));
        await StoreAsync(server.Port, "/_api/version");
        await Requests.UntilAsync(() => server.GetAsync("/_api/job/done"), static a => a.Body!.AsArray().Count == 1);
        await IsResultAsync(server, "/_api/job/all");
        Assert.Empty(Ids(await server.GetAsync("/_api/job/done")));
        Assert.Equal(400, (await Requests.SendAsync(HttpMethod.Delete, server.Port, "/_api/job/expired")).Status);
        Assert.Equal(400, (await server.GetAsync("/_api/job/nonsense")).Status);
        await IsUnknownAsync(server, HttpMethod.Put, "/_api/job/notthere");
    }

    [Fact]
    public async Task A_job_belongs_to_who_sent_it_and_credentials_are_asked_for_first()
    {
        await using var server = await SingleServer.ReadyAsync("--database.password", "pass");
        var root = Requests.Basic("root", "pass");
        Assert.Equal(401, (await Requests.SendAsync(HttpMethod.Get, server.Port, "/_api/version", headers: _store)).Status);
        Assert.Equal(201, (await Requests.SendAsync(
            HttpMethod.Post, server.Port, "/_api/user", root, """{"user":"other","passwd":"x"}""")).Status);
        Assert.Equal(200, (await Requests.SendAsync(
            HttpMethod.Put, server.Port, "/_api/user/other/database/_system", root, """{"grant":"ro"}""")).Status);
        var accepted = await Requests.SendAsync(HttpMethod.Get, server.Port, "/_api/version", root, headers: _store);
        var id = accepted.Headers.GetValues("x-arango-async-id").Single();
        Assert.Equal(404, (await server.GetAsync($"/_api/job/{id}", Requests.Basic("other", "x"))).Status);
        await Requests.UntilAsync(() => server.GetAsync($"/_api/job/{id}", root), static a => a.Status == 200);
    }

    private static async Task<string> StoreAsync(int port, string path)
    {
        var accepted = await Requests.SendAsync(HttpMethod.Get, port, path, headers: _store);
        Assert.Equal(202, accepted.Status);
        return accepted.Headers.GetValues("x-arango-async-id").Single();
    }

    private static string[] Ids(Answer answer) => [.. answer.Body!.AsArray().Select(static id => (string)id!)];

    private static async Task IsUnknownAsync(SingleServer server, HttpMethod method, string path)
    {
        var answer = await Requests.SendAsync(method, server.Port, path);
        Assert.Equal(404, answer.Status);
        Assert.Equal("""{"code":404,"error":true,"errorMessage":"not found","errorNum":404}""", answer.Body!.ToJsonString());
    }

    private static async Task IsResultAsync(SingleServer server, string path)
    {
        var answer = await Requests.SendAsync(HttpMethod.Delete, server.Port, path);
        Assert.Equal((200, """{"result":true}"""), (answer.Status, answer.Body!.ToJsonString()));
    }
}
