using Armadillo.Testing.Fixtures;
using Armadillo.Testing.NUnit;
using FailoverTests;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

[assembly: ArmadilloTests(Services = typeof(TestServices))]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]

namespace FailoverTests;

/// <summary>All that NUnit needs to know of the class.</summary>
[TopologyTests]
public sealed partial class FailoverTests;

/// <summary>What test classes may ask for beside their fixtures.</summary>
public sealed class TestServices : IAssemblyServices
{
    public void ConfigureServices(IServiceCollection services) => services.AddScoped<TestOutput>();
}
