using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.FailurePoints;

namespace Armadillo.Testing.Scenarios;

public sealed class LeavingServer : ScenarioServer;

/// <summary>Tests that leave things behind, each followed by one that must not see them.</summary>
#if NUNIT
[TopologyTests]
#endif
public sealed class Leaving(LeavingServer server, IFailurePoints failurePoints)
{
    [Test]
    public Task A_leaves_a_database() => CreateAsync("/_api/database", new JsonObject { ["name"] = "orders" });

    [Test]
    public async Task B_sees_no_database() => Expect(await server.Server.GetAsync("/_api/database"), """["_system"]""");

    [Test]
    public async Task C_leaves_a_failure_point_of_its_own_doing() =>
        await server.Server.SendAsync(HttpMethod.Put, "/_admin/debug/failat/Some::where");

    [Test]
    public async Task D_sees_no_failure_point() => Check.Empty(await failurePoints.ListAsync(server.Server));

    [Test]
    public async Task E_forgets_a_handle() => await failurePoints.SetAsync(server.Server, "Else::where");

    [Test]
    public async Task F_sees_no_failure_point() => Check.Empty(await failurePoints.ListAsync(server.Server));

    [Test]
    public async Task G_leaves_a_collection_and_a_user()
    {
        await CreateAsync("/_api/collection", new JsonObject { ["name"] = "things" });
        await CreateAsync("/_api/user", new JsonObject { ["user"] = "somebody", ["passwd"] = "" });
    }

    [Test]
    public async Task H_sees_neither()
    {
        Check.True((await server.Server.SendAsync(HttpMethod.Get, "/_api/collection/things")).Status == 404);
        Check.True((await server.Server.SendAsync(HttpMethod.Get, "/_api/user/somebody")).Status == 404);
    }

    [Test]
    public async Task I_cleans_up_after_itself()
    {
        await CreateAsync("/_api/collection", new JsonObject { ["name"] = "things" });
        await using var point = await failurePoints.SetAsync(server.Server, "Some::where");
        Check.Equal("Some::where", string.Join(",", await failurePoints.ListAsync(server.Server)));
        await server.Server.SendAsync(HttpMethod.Delete, "/_api/collection/things");
    }

    private async Task CreateAsync(string path, JsonObject body)
    {
        var answer = await server.Server.SendAsync(HttpMethod.Post, path, body);
        Check.True(answer.IsSuccess, answer.ToString());
    }

    private static void Expect(JsonNode answer, string result) => Check.Equal(result, answer["result"]!.ToJsonString());
}
