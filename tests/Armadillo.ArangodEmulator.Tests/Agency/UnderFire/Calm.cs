using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Tests.Agency.UnderFire;

/// <summary>The state after a fire: one leader that serves, and everybody has committed all that it has.</summary>
internal static class Calm
{
    /// <summary>Waits for it, and gives GET state of each member.</summary>
    public static async Task<JsonObject[]> ReturnAsync(BurningAgency agency)
    {
        using var client = new FireClient(agency, new History(), new Random(0));
        var states = new JsonObject[agency.Members.Count];
        await Eventually.Async(
            async () =>
            {
                Assert.All(agency.Members, static m => Assert.True(m.CrashText is null, m.CrashText));
                // A leader that accepts this has committed all that older ones have left behind.
                return await client.PostAsync("write", """[[{"/calm":true}]]""") is (200, { } written)
                    && written["results"]![0]!.GetValue<long>() is var index
                    && await AgreeAsync(agency, index)
                    && await ReadAsync(agency, states);
            },
            120);
        return states;
    }

    private static async Task<bool> AgreeAsync(BurningAgency agency, long index)
    {
        for (var looks = 0; looks < 20; looks++)
        {
            var configs = await Task.WhenAll(agency.Members.Select(m => agency.GetAsync(m.Number, "/_api/agency/config")));
            if (configs.Select(static c => (c?["leaderId"]?.ToString(), (long?)c?["commitIndex"], (long?)c?["term"])).Distinct().ToList()
                is [({ Length: > 0 }, { } commit, _)] && commit >= index)
            {
                return true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        return false;
    }

    private static async Task<bool> ReadAsync(BurningAgency agency, JsonObject[] states)
    {
        var read = await Task.WhenAll(agency.Members.Select(m => agency.GetAsync(m.Number, "/_api/agency/state")));
        if (read.Any(static s => s is not JsonObject) || read.Select(static s => (long)s!["index"]!).Distinct().Count() > 1)
        {
            return false;
        }

        for (var i = 0; i < states.Length; i++)
        {
            states[i] = read[i]!.AsObject();
        }

        return true;
    }
}
