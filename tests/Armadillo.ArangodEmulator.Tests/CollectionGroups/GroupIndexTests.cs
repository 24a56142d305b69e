using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.CollectionGroups;

public sealed class GroupIndexTests(GroupCluster cluster) : IClassFixture<GroupCluster>
{
    [Fact]
    public async Task An_index_that_is_wanted_already_is_not_wanted_twice_though_it_is_not_yet_planned()
    {
        var id = await cluster.CreateAsync("x", "");
        await MaintenanceAsync("on");
        var first = EnsureAsync("byV");
        var wanted = await Requests.UntilAsync(
            () => WantedAsync(id), static a => a.Text.Contains("byV", StringComparison.Ordinal));
        var second = await EnsureAsync("again");
        Assert.Equal((200, false), (second.Status, (bool?)second.Body!["isNewlyCreated"]));
        var taken = await cluster.SendAsync(HttpMethod.Post, "/_api/index?collection=x", """{"type":"persistent","fields":["w"],"name":"byV"}""");
        Assert.Equal((400, 1005L), (taken.Status, taken.ErrorNum));
        Assert.Equal(wanted.Text, (await WantedAsync(id)).Text);
        await MaintenanceAsync("off");
        var made = await first;
        Assert.Equal((201, (string?)second.Body["id"]), (made.Status, (string?)made.Body!["id"]));
        Assert.Equal(2, (await cluster.GetAsync("/_api/index?collection=x")).Body!["indexes"]!.AsArray().Count);
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Delete, $"/_api/index/{made.Body["id"]}")).Status);
        Assert.DoesNotContain("byV", (await WantedAsync(id)).Text, StringComparison.Ordinal);
    }

    private Task<Answer> EnsureAsync(string name) => cluster.SendAsync(
        HttpMethod.Post, "/_api/index?collection=x", $$"""{"type":"persistent","fields":["v"],"name":"{{name}}"}""");

    private Task<Answer> WantedAsync(string collection) => cluster.Servers.SendAsync(
        HttpMethod.Post, "agent", "/_api/agency/read", $"""[["/arango/Target/Collections/{GroupCluster.Database}/{collection}/indexes"]]""");

    private async Task MaintenanceAsync(string mode) => Assert.Equal(
        200, (await cluster.Servers.SendAsync(HttpMethod.Put, "coordinator", "/_admin/cluster/maintenance", $"\"{mode}\"")).Status);
}
