using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Fixtures;

/// <summary>What the test classes and fixtures of an assembly may ask for in their constructors. Named in the adapter's assembly attribute.</summary>
public interface IAssemblyServices
{
    /// <summary>Adds services. They live until the last test of the assembly has ended.</summary>
    void ConfigureServices(IServiceCollection services);
}
