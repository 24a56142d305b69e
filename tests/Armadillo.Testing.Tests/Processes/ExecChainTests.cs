using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Tests.Processes;

public sealed class ExecChainTests
{
    private static readonly ProcessLaunch Launch = new()
    {
        Name = "subject",
        FileName = "server",
        Arguments = ["--port", "1"],
        WorkingDirectory = "/",
        Environment = new Dictionary<string, string>(),
        StandardOutputPath = "out",
        StandardErrorPath = "err",
    };

    [Fact]
    public void Without_the_small_programs_the_server_is_started_directly() =>
        Assert.Equal(["/server", "--port", "1"], new ExecChain(null, null, null).Build(Launch, "/server"));

    [Fact]
    public void The_server_dies_with_its_parent_where_setpriv_exists() => Assert.Equal(
        ["/setpriv", "--pdeathsig", "KILL", "--", "/server", "--port", "1"],
        new ExecChain("/setpriv", null, null).Build(Launch, "/server"));

    [Fact]
    public void A_preloaded_library_is_for_the_server_only()
    {
        var launch = Launch with { Environment = new Dictionary<string, string> { ["LD_PRELOAD"] = "libasan.so" } };
        Assert.Equal("/server", new ExecChain("/setpriv", null, null).Build(launch, "/server")[0]);
    }

    [Fact]
    public void Limits_are_set_last_because_they_could_hinder_the_others()
    {
        var launch = Launch with { Limits = new ProcessLimits { OpenFiles = 16, CoreBytes = 0, Nice = 19 } };
        var arguments = new ExecChain("/setpriv", "/prlimit", "/nice").Build(launch, "/server");
        Assert.Equal(["/setpriv", "/nice", "/prlimit", "/server"], arguments.FindAll(argument => argument[0] == '/'));
        Assert.Contains("--nofile=16", arguments);
        Assert.Contains("--core=0", arguments);
    }

    [Fact]
    public void Limits_without_prlimit_are_refused_with_the_way_out()
    {
        var launch = Launch with { Limits = new ProcessLimits { CoreBytes = 0 } };
        var error = Assert.Throws<ProcessLaunchException>(() => new ExecChain(null, null, null).Build(launch, "/server"));
        Assert.Contains("util-linux", error.Message, StringComparison.Ordinal);
    }
}
