using Armadillo.Testing.Configuration;
using Armadillo.Testing.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Armadillo.Testing.Tests.Configuration;

/// <summary>A directory with the files of a test assembly, an environment, and containers that see only these.</summary>
internal sealed class Desk : IDisposable
{
    private readonly Dictionary<string, string> _variables = [];

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("armadillo-desk-").FullName;

    public string FilePath => Path.Combine(Directory, "armadillo.json");

    public Desk File(string json, string name = "armadillo.json")
    {
        System.IO.File.WriteAllText(Path.Combine(Directory, name), json);
        return this;
    }

    public Desk Variable(string name, string value)
    {
        _variables[name] = value;
        return this;
    }

    public ServiceProvider Build(Action<IServiceCollection>? add = null)
    {
        var services = new ServiceCollection().AddSingleton(new ConfigurationSurroundings(Directory, _variables)).AddArmadillo();
        add?.Invoke(services);
        return services.BuildServiceProvider();
    }

    public ArmadilloOptions Options(Action<IServiceCollection>? add = null)
    {
        using var services = Build(add);
        return services.GetRequiredService<IOptions<ArmadilloOptions>>().Value;
    }

    /// <summary>What is wrong, with the directory written as a name.</summary>
    public IEnumerable<string> Problems(Action<IServiceCollection>? add = null) =>
        Assert.Throws<ConfigurationException>(() => Options(add)).Problems.Select(problem => problem.Replace(Directory, "<dir>", StringComparison.Ordinal));

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
