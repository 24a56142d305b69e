using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Options;

public sealed class ProgramAnswersTests
{
    [Fact]
    public async Task An_unknown_option_is_named_with_similar_ones_and_ends_with_3()
    {
        await using var process = EmulatorProcess.Start("--server.endpont", "tcp://127.0.0.1:1");
        var (code, errors) = await process.WaitForEndAsync();
        Assert.Equal(3, code);
        Assert.Contains("arangod-emulator", errors, StringComparison.Ordinal);
        Assert.Contains("unknown option '--server.endpont'", errors, StringComparison.Ordinal);
        Assert.Contains("--server.endpoint", errors, StringComparison.Ordinal);
        Assert.Contains("--help", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_value_ends_with_4()
    {
        await using var process = EmulatorProcess.Start("--agency.size", "many");
        Assert.Equal(4, await process.WaitForExitAsync());
    }

    [Fact]
    public async Task A_missing_configuration_file_ends_with_6()
    {
        await using var process = EmulatorProcess.Start("--configuration", "nowhere.conf");
        Assert.Equal(6, await process.WaitForExitAsync());
    }

    [Fact]
    public async Task The_version_is_printed_as_text_with_build_details()
    {
        await using var process = EmulatorProcess.Start("--version");
        Assert.Equal(0, await process.WaitForExitAsync());
        await process.WaitForAsync("failure-tests: false");
        Assert.Equal("3.12.10", process.Output[0]);
    }

    [Fact]
    public async Task The_version_is_printed_as_json()
    {
        await using var process = EmulatorProcess.Start("--version-json");
        var details = JsonNode.Parse(await process.WaitForAsync("{"))!.AsObject();
        Assert.Equal("3.12.10", (string?)details["server-version"]);
        Assert.Contains("Armadillo.ArangodEmulator", (string?)details["full-version-string"], StringComparison.Ordinal);
        Assert.All(details, static x => Assert.IsType<string>((string?)x.Value));
    }

    [Fact]
    public async Task Help_lists_the_options_of_the_emulator_apart()
    {
        await using var process = EmulatorProcess.Start("--help");
        await process.WaitForAsync("--agency.size <uint64>");
        await process.WaitForAsync("Options of the emulator:");
        await process.WaitForAsync("--emulator.start-delay <uint64>");
        Assert.Equal(0, await process.WaitForExitAsync());
    }
}
