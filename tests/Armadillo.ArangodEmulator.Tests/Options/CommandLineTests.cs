using Armadillo.ArangodEmulator.Options;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Options;

public sealed class CommandLineTests
{
    [Fact]
    public void A_value_may_follow_an_equals_sign_or_a_space()
    {
        Assert.Equal("a", Parse("--database.directory=a").Text("database.directory"));
        Assert.Equal("a", Parse("--database.directory", "a").Text("database.directory"));
        Assert.Equal("a", Parse("a").Text("database.directory"));
    }

    [Theory]
    [InlineData(true, "--server.early-connections")]
    [InlineData(true, "--server.early-connections=on")]
    [InlineData(true, "--server.early-connections", "true")]
    [InlineData(false, "--server.early-connections", "false")]
    [InlineData(false, "--server.early-connections=0")]
    public void A_boolean_needs_no_value(bool expected, params string[] arguments) =>
        Assert.Equal(expected, Parse(arguments).Flag("server.early-connections"));

    [Fact]
    public void A_repeated_list_option_grows_and_any_other_is_replaced()
    {
        var values = Parse("--server.endpoint", "tcp://a:1", "--server.endpoint=tcp://b:2", "--agency.size=1", "--agency.size=3");
        Assert.Equal(["tcp://a:1", "tcp://b:2"], values.List("server.endpoint"));
        Assert.Equal(3, values.Number("agency.size"));
    }

    [Theory]
    [InlineData("5", 5)]
    [InlineData("2k", 2000)]
    [InlineData("2kib", 2048)]
    [InlineData("1MiB", 1 << 20)]
    [InlineData("1GB", 1_000_000_000)]
    public void Numbers_may_have_suffixes(string text, long expected) =>
        Assert.Equal(expected, Parse("--server.maximal-queue-size", text).Number("server.maximal-queue-size"));

    [Fact]
    public void Every_recorded_option_has_a_default_that_its_own_type_accepts()
    {
        var values = Parse();
        var defaults = values.Table.Names.Select(n => values.Table.Find(n)!).Where(static d => d.Defaults.Length > 0 && d.Defaults[0].Length > 0);
        Assert.All(defaults, d => Assert.All(d.Defaults, value => OptionValidation.Check(d, value)));
        Assert.Equal(475, values.Table.Names.Count(n => !values.Table.Find(n)!.IsEmulatorOnly));
    }

    [Fact]
    public void A_configuration_file_has_sections_includes_and_substitution_and_the_command_line_wins()
    {
        using var scratch = new ScratchDirectory();
        scratch.Write("more.conf", "[agency]\nsize = 5\nelection-timeout-min = 2\n");
        var main = scratch.Write(
            "main.conf", "# comment\n@include more\n[server]\nendpoint = tcp://@WHERE@:1\n[database]\ndirectory = @HOME@/x\n");
        var values = Parse("-c", main, "--define", "WHERE=127.0.0.1", "--agency.size", "3");
        Assert.Equal(3, values.Number("agency.size"));
        Assert.Equal(2, values.Double("agency.election-timeout-min"));
        Assert.Equal("tcp://127.0.0.1:1", values.Text("server.endpoint"));
        Assert.Equal(Environment.GetEnvironmentVariable("HOME") + "/x", values.Text("database.directory"));
    }

    [Theory]
    [InlineData(3, "--server.endpont", "x")]
    [InlineData(4, "--agency.size", "many")]
    [InlineData(4, "--server.authentication=perhaps")]
    [InlineData(4, "--database.required-directory-state", "tidy")]
    [InlineData(4, "--agency.size=-1")]
    [InlineData(6, "--configuration", "nowhere.conf")]
    public void A_bad_command_line_has_the_exit_code_of_its_kind(int expected, params string[] arguments) =>
        Assert.Equal(expected, Assert.Throws<OptionException>(() => Parse(arguments)).ExitCode);

    private static OptionValues Parse(params string[] arguments) => CommandLine.Parse(arguments).Values;
}
