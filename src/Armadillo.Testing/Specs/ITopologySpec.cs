using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Specs;

/// <summary>A kit's own description of a topology, in its field's words.</summary>
public interface ITopologySpec
{
    /// <summary>The same in the words of the core.</summary>
    /// <exception cref="SpecException">A value is invalid; all problems are named.</exception>
    TopologySpec ToTopology();

    /// <summary>Adds the sections of configuration that describe this spec, so that its fixture starts from them. Default: none.</summary>
    static virtual void AddSections(IServiceCollection services)
    {
    }
}
