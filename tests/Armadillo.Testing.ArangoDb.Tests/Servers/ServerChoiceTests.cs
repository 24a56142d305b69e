using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Tests.Processes;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.ArangoDb.Tests.Servers;

public sealed class ServerChoiceTests : IAsyncLifetime
{
    private readonly Lab _lab = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _lab.DisposeAsync().AsTask();

    [Fact]
    public async Task What_the_code_says_wins()
    {
        var program = Program("chosen");
        using var plan = await _lab.PlanAsync(Lab.SingleServer with { Server = ArangodServer.At(program) });

        Assert.Equal(program, plan.Instances[0].Program);
        Assert.Equal($"arangod at {program}", plan.Spec.Server);
    }

    [Fact]
    public void Then_the_variable_decides_before_PATH()
    {
        var variable = Program("from-variable");
        _ = Program("arangod");

        Assert.Equal(variable, ArangodLocator.Find(variable, _lab.Root).Program);
        Assert.Equal(Path.Combine(_lab.Root, "arangod"), ArangodLocator.Find("", $"/no/such/directory:{_lab.Root}").Program);
        Assert.Equal(Path.Combine(_lab.Root, "arangod"), ArangodLocator.Find(null, _lab.Root).Program);
    }

    [Fact]
    public void The_emulator_runs_only_when_it_is_asked_for_by_name()
    {
        Assert.True(ArangodLocator.Find("emulator", path: null).IsEmulator);
        Assert.Equal("the arangod emulator", ArangodServer.Emulator().ToString());
        Assert.False(ArangodLocator.Find(Program("arangod"), path: null).IsEmulator);
        Assert.Throws<ArangodNotFoundException>(() => ArangodLocator.Find(null, "/no/such/directory"));
    }

    [Fact]
    public void Without_any_server_the_message_names_the_ways()
    {
        var message = Assert.Throws<ArangodNotFoundException>(() => ArangodLocator.Find(null, null)).Message;

        Assert.Equal(
            """
            No arangod was found. Choose one of these ways:
              - in code: the spec's property Server, ArangodServer.At("/path/to/arangod") or ArangodServer.Emulator()
              - the variable ARMADILLO_ARANGOD: the path of an arangod, or the word emulator
              - in the file armadillo.json: the key ArangoDb:Server, for a fixture
              - arangod on PATH
            """.ReplaceLineEndings("\n"),
            message);
    }

    [Fact]
    public void A_variable_that_names_no_file_is_told_with_its_value_and_PATH_does_not_help_it_out()
    {
        _ = Program("arangod");

        foreach (var value in new[] { Path.Combine(_lab.Root, "nothing"), _lab.Root })
        {
            var message = Assert.Throws<ArangodNotFoundException>(() => ArangodLocator.Find(value, _lab.Root)).Message;
            Assert.Contains($"The variable ARMADILLO_ARANGOD is '{value}'", message, StringComparison.Ordinal);
            Assert.Contains("the word emulator", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_path_that_is_no_file_is_named_with_all_who_need_it()
    {
        foreach (var path in new[] { Path.Combine(_lab.Root, "nothing"), _lab.Root })
        {
            var problem = Assert.Single((await Assert.ThrowsAsync<SpecException>(() => _lab.PlanAsync(Lab.Agency with { Server = ArangodServer.At(path) }))).Problems);
            Assert.Equal($"The program '{path}' of agent-1, agent-2, agent-3 was not found. Give the path of an existing file, or a name that is on PATH.", problem);
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_executed_is_named_with_the_way_out()
    {
        var path = _lab.Write("plain", "text");

        var problem = Assert.Single((await Assert.ThrowsAsync<SpecException>(() => _lab.PlanAsync(Lab.SingleServer with { Server = ArangodServer.At(path) }))).Problems);

        Assert.Equal($"The program '{path}' of single-1 is not executable. Give another file, or make it executable with chmod +x.", problem);
        Assert.Empty(Directory.EnumerateDirectories(_lab.Root));
    }

    [Fact]
    public void Where_the_emulator_is_missing_none_is_found()
    {
        Assert.Null(EmulatorLocator.FindBelow(_lab.Root));
        Assert.NotNull(EmulatorLocator.FindBelow(AppContext.BaseDirectory));
    }

    [Fact]
    public void An_emulator_that_lost_its_right_to_be_executed_is_started_by_dotnet()
    {
        var directory = Directory.CreateDirectory(Path.Combine(_lab.Root, "arangod-emulator")).FullName;
        File.WriteAllText(Path.Combine(directory, "arangod-emulator.dll"), "");
        File.WriteAllText(Path.Combine(directory, "arangod-emulator"), "");

        var server = EmulatorLocator.FindBelow(_lab.Root)!;

        Assert.Equal("dotnet", Path.GetFileName(server.Program));
        Assert.Equal([Path.Combine(directory, "arangod-emulator.dll")], server.LeadingArguments);
        Assert.True(server.IsEmulator);
    }

    private string Program(string name)
    {
        var path = _lab.Write(name, "#!/bin/sh\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
