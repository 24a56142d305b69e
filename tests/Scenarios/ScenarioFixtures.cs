using Armadillo.Testing.ArangoDb.Options;
using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Scenarios;

/// <summary>An emulated single server with failure points, below the directory that the outer suite looks into.</summary>
public abstract class ScenarioServer : SingleServerFixture
{
    protected override SingleServerSpec Configure(SingleServerSpec spec) => spec with
    {
        Server = ArangodServer.Emulator(),
        Options = StartupOptions.None.With("emulator.failure-tests", "true"),
    };

    protected override void ConfigureServices(IServiceCollection services)
    {
        ScenarioRoot.Use(services, GetType().Name);
        services.Configure<TestOptions>(Configure);
    }

    protected virtual void Configure(TestOptions options)
    {
    }
}

/// <summary>An emulated agency of one.</summary>
public sealed class ScenarioAgency : AgencyFixture
{
    protected override AgencySpec Configure(AgencySpec spec) => spec with { Server = ArangodServer.Emulator(), Agents = 1 };

    protected override void ConfigureServices(IServiceCollection services)
    {
        ScenarioRoot.Use(services, nameof(ScenarioAgency));
        services.AddScoped<Visit>();
    }
}

/// <summary>A scoped service of a fixture: one for each test.</summary>
public sealed class Visit : IDisposable
{
    public bool IsOver { get; private set; }

    public void Dispose() => IsOver = true;
}

/// <summary>A service of the assembly.</summary>
public sealed record Greeting(string Text);

/// <summary>A service that nobody registers.</summary>
public interface IUnknownService;

/// <summary>What the assembly attribute names.</summary>
public sealed class ScenarioServices : IAssemblyServices
{
    public void ConfigureServices(IServiceCollection services) => services.AddSingleton(new Greeting("hello from the assembly"));
}

/// <summary>Gives each fixture a root directory of its own below the one that the outer suite looks into.</summary>
internal static class ScenarioRoot
{
    public static void Use(IServiceCollection services, string scenario)
    {
        var root = Environment.GetEnvironmentVariable("SCENARIO_ROOT")
            ?? throw new InvalidOperationException("These scenarios are run by an outer suite, which sets SCENARIO_ROOT.");
        services.Configure<ArmadilloOptions>(options => options.RootDirectory = Directory.CreateDirectory(Path.Combine(root, scenario)).FullName);
    }
}
