using Armadillo.Testing.Configuration;
using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Tests.Configuration;

public sealed class ConfigurationProblemTests : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("TimeoutMultipler", "TimeoutMultiplier")]
    [InlineData("Multiplier", "TimeoutMultiplier")]
    [InlineData("Port", "Ports")]
    [InlineData("Retetnion", "Retention")]
    [InlineData("Armadillo:Ports", "Ports")]
    [InlineData("Ports:First", "Ports")]
    public void An_unknown_key_is_told_with_its_file_its_value_and_the_nearest_key(string key, string nearest)
    {
        var names = key.Split(':');
        _desk.File("{" + string.Join(": {", names.Select(name => $"\"{name}\"")) + ": 3" + new string('}', names.Length));

        Assert.Equal([$"The key '{key}' in <dir>/armadillo.json, which is '3', names no setting. Did you mean '{nearest}'?"], _desk.Problems());
    }

    [Theory]
    [InlineData("ARMADILLO_TIMEOUT_MULTIPLER", "ARMADILLO_TIMEOUT_MULTIPLIER")]
    [InlineData("ARMADILLO_LOGRINGLINE", "ARMADILLO_LOG_RING_LINES")]
    [InlineData("ARMADILLO_ROOT_DIR", "ARMADILLO_ROOT_DIRECTORY")]
    public void An_unknown_variable_is_told_with_its_value_and_the_nearest_variable(string name, string nearest) =>
        Assert.Equal([$"The variable {name}, which is '3', names no setting. Did you mean {nearest}?"], _desk.Variable(name, "3").Problems());

    [Theory]
    [InlineData("TIMEOUT_MULTIPLIER", "three", "TimeoutMultiplier", "a number, more than 0 and at most 100")]
    [InlineData("TIMEOUT_MULTIPLIER", "101", "TimeoutMultiplier", "a number, more than 0 and at most 100")]
    [InlineData("LOG_RING_LINES", "9", "LogRingLines", "a whole number, 10 to 100000")]
    [InlineData("LOG_RING_LINES", "10.5", "LogRingLines", "a whole number, 10 to 100000")]
    [InlineData("RUN_TIMEOUT", "30", "RunTimeout", "a time such as 90s, 500ms, 2m or 00:01:30, more than zero, or infinite")]
    [InlineData("RUN_TIMEOUT", "0s", "RunTimeout", "a time such as 90s, 500ms, 2m or 00:01:30, more than zero, or infinite")]
    [InlineData("PORTS", "20000", "Ports", "two ports such as 20000-32767, within 1024 to 65535, lowest first")]
    [InlineData("PORTS", "3000-2999", "Ports", "two ports such as 20000-32767, within 1024 to 65535, lowest first")]
    [InlineData("RETENTION", "Never", "Retention", "DeleteWhenClean, Keep or Delete")]
    [InlineData("RETENTION", "1", "Retention", "DeleteWhenClean, Keep or Delete")]
    [InlineData("LAUNCHER", "Windows", "Launcher", "Automatic, Linux or Portable")]
    [InlineData("ROOT_DIRECTORY", "/no/such/root", "RootDirectory", "a path, of an existing directory")]
    public void A_value_that_cannot_be_used_is_told_with_the_form_that_can(string name, string value, string key, string accepted)
    {
        Assert.Equal([$"The variable ARMADILLO_{name} ({key}) is '{value}'; it must be {accepted}."], _desk.Variable($"ARMADILLO_{name}", value).Problems());

        using var other = new Desk();
        Assert.Equal(
            [$"The key '{key}' in <dir>/armadillo.json is '{value}'; it must be {accepted}."],
            other.File($$"""{ "{{key}}": "{{value}}" }""").Problems());
    }

    [Fact]
    public void All_problems_are_told_at_once_when_the_starter_is_asked_for()
    {
        _desk.File("""{ "TimeoutMultiplier": "fast", "Retain": true }""").Variable("ARMADILLO_PORT", "8529");
        using var services = _desk.Build();

        var message = Assert.Throws<ConfigurationException>(() => services.GetRequiredService<ITopologyStarter>()).Message;

        Assert.Equal(
            """
            The configuration has 3 problems:
              - The key 'Retain' in <dir>/armadillo.json, which is 'True', names no setting. Did you mean 'Retention'?
              - The variable ARMADILLO_PORT, which is '8529', names no setting. Did you mean ARMADILLO_PORTS?
              - The key 'TimeoutMultiplier' in <dir>/armadillo.json is 'fast'; it must be a number, more than 0 and at most 100.
            """,
            message.Replace(_desk.Directory, "<dir>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ARMADILLO_DB_PASSWORD")]
    [InlineData("ARMADILLO_ApiKey")]
    [InlineData("ARMADILLO_CLIENT__SECRET")]
    public void What_may_be_a_secret_is_not_shown(string name)
    {
        var problem = Assert.Single(_desk.Variable(name, "hunter2").Problems());

        Assert.StartsWith($"The variable {name}, which is not shown here, names no setting.", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_given_twice_in_one_place_is_told()
    {
        _desk.Variable("ARMADILLO_TIMEOUTMULTIPLIER", "2").Variable("ARMADILLO_TIMEOUT_MULTIPLIER", "3");

        Assert.Equal(
            ["The setting TimeoutMultiplier is given more than once: ARMADILLO_TIMEOUTMULTIPLIER, ARMADILLO_TIMEOUT_MULTIPLIER. Keep one of them."],
            _desk.Problems().Order());
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_told_with_its_path_and_the_line()
    {
        var problem = Assert.Single(_desk.File("{\n  \"Ports\": 20000-\n}").Problems());

        Assert.StartsWith("The file <dir>/armadillo.json cannot be read: ", problem, StringComparison.Ordinal);
        Assert.Contains("LineNumber: 1", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]", "Top-level JSON element must be an object")]
    [InlineData("""{ "Ports": "1-2", "ports": "3-4" }""", "duplicate key 'ports'")]
    public void A_file_that_is_no_object_or_has_a_key_twice_is_told(string json, string reason) =>
        Assert.Contains(reason, Assert.Single(_desk.File(json).Problems()), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_was_asked_for_and_is_not_there_is_told() => Assert.Equal(
        ["The variable ARMADILLO_CONFIG is 'ci.json', but there is no file <dir>/ci.json. "
            + "Give the path of a JSON file; a relative one counts from the directory of the test assembly."],
        _desk.Variable("ARMADILLO_CONFIG", "ci.json").Problems());

    [Fact]
    public void A_given_configuration_is_held_to_the_same_rules_under_its_name()
    {
        var given = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Port"] = "1" }).Build();

        Assert.Equal(
            ["The key 'Port' in the tests' settings, which is '1', names no setting. Did you mean 'Ports'?"],
            _desk.Problems(services => services.AddArmadilloConfiguration(given, "the tests' settings")));
    }

    [Fact]
    public void A_list_of_names_and_values_must_be_one_and_shows_no_value() => Assert.Equal(
        [
            "The variable ARMADILLO_LABELS__VALUES (Labels:Values) is no list of names and values; it must be an object of names and values, or a text name=value;name=value.",
            "The key 'Labels:Values:bad' in <dir>/armadillo.json has 'bad', which cannot be used: no label may be bad.",
        ],
        _desk.File("""{ "Labels": { "Values": { "bad": "hunter2" } } }""").Variable("ARMADILLO_LABELS__VALUES", "hunter2").Problems(AddLabels));

    [Fact]
    public void What_belongs_to_a_kit_that_is_not_in_use_and_what_the_library_sets_itself_is_no_mistake()
    {
        _desk.File("""{ "ArangoDb": { "Cluster": { "DbServers": 5 } }, "LogRingLines": 20 }""")
            .Variable("ARMADILLO_ARANGOD", "emulator").Variable("ARMADILLO_ARANGODB__CLUSTER__NOTHING", "1").Variable("ARMADILLO_INSTANCE", "inherited");

        Assert.Equal(20, _desk.Options().LogRingLines);
    }

    [Fact]
    public void Two_containers_read_their_own_surroundings()
    {
        using var other = new Desk();

        Assert.Equal((2, 3), (
            _desk.Variable("ARMADILLO_TIMEOUT_MULTIPLIER", "2").Options().TimeoutMultiplier,
            other.Variable("ARMADILLO_TIMEOUT_MULTIPLIER", "3").Options().TimeoutMultiplier));
    }

    private static void AddLabels(IServiceCollection services) => services.AddArmadilloSection("Labels", new Labels(), keys => keys
        .AddMap(labels => labels.Values, (_, name, _) => name == "bad" ? throw new FormatException("no label may be bad.") : name));

    private sealed class Labels
    {
        public string Values { get; set; } = "";
    }
}
