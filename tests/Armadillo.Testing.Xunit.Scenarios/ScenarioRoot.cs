using Armadillo.Testing.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Xunit.Scenarios;

/// <summary>Gives each fixture a root directory of its own below the one that the outer suite looks into.</summary>
internal static class ScenarioRoot
{
    public static void Use(IServiceCollection services, string scenario)
    {
        var root = Environment.GetEnvironmentVariable("SCENARIO_ROOT")
            ?? throw new InvalidOperationException("These scenarios are run by Armadillo.Testing.Xunit.Tests, which sets SCENARIO_ROOT.");
        services.Configure<ArmadilloOptions>(options => options.RootDirectory = Directory.CreateDirectory(Path.Combine(root, scenario)).FullName);
    }
}
