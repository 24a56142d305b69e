using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Specs;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Tests.Fixtures;

/// <summary>A test that no framework runs: what an adapter would do is done by hand.</summary>
internal sealed class FakeTest(string name) : ITestRun
{
    private readonly List<string> _output = [];

    public TestIdentity Test { get; } = new(name, name);

    public CancellationToken CancellationToken => CancellationToken.None;

    public string Output => string.Join('\n', _output);

    public List<string> Attachments { get; } = [];

    public void WriteOutput(string text) => _output.Add(text);

    public void Attach(string name, string path) => Attachments.Add($"{name}: {File.ReadAllText(path)}");
}

/// <summary>A fixture of shell scripts below a root of its own.</summary>
internal sealed class ShellFixture(string root, params InstanceSpec[] instances) : TopologyFixtureBase<ShellSpec>(new SilentHost())
{
    public Action<TestOptions> Options { get; init; } = static _ => { };

    public Action<IServiceCollection> MoreServices { get; init; } = static _ => { };

    public Task BeginAsync() => StartAsync();

    public Task EndAsync() => StopAsync();

    public bool LinkFaults { get; init; }

    protected override ShellSpec Configure(ShellSpec spec) => spec with { Instances = [.. instances], LinkFaults = LinkFaults };

    protected override void ConfigureServices(IServiceCollection services)
    {
        services.Configure<ArmadilloOptions>(o => o.RootDirectory = root).Configure(Options);
        MoreServices(services);
    }

    private sealed class SilentHost : ITestHost
    {
        public void WriteProgress(string line)
        {
        }
    }
}

/// <summary>Equal by the names of its instances, as a kit's spec is equal by its counts.</summary>
internal sealed record ShellSpec : ITopologySpec
{
    public IReadOnlyList<InstanceSpec> Instances { get; init; } = [];

    public bool LinkFaults { get; init; }

    public TopologySpec ToTopology() => Shells.Topology([.. Instances]) with { LinkFaults = LinkFaults };

    public bool Equals(ShellSpec? other) => other is not null && Instances.Select(i => i.Name).SequenceEqual(other.Instances.Select(i => i.Name));

    public override int GetHashCode() => Instances.Count;
}
