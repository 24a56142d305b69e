using Armadillo.Testing.ArangoDb.DependencyInjection;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Configuration;
using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.ArangoDb.Tests.Configuration;

/// <summary>docs/configuration.md knows every key, and every property is a key.</summary>
public sealed class DocumentationTests
{
    /// <summary>Code cannot be written in a file.</summary>
    private static readonly string[] CodeOnly = ["ArangoDb:Adjust"];

    private static readonly IReadOnlyList<ConfigurationKey> Keys =
        [.. new ServiceCollection().AddArmadillo().AddArangoDb().Select(s => s.ImplementationInstance).OfType<ConfigurationSection>().SelectMany(s => s.Keys)];

    [Fact]
    public void Every_key_has_its_row_with_variable_form_and_default()
    {
        var documented = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", "configuration.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Contains("| `ARMADILLO_", StringComparison.Ordinal))
            .Select(line => line[..line.TrimEnd(' ', '|').LastIndexOf(" |", StringComparison.Ordinal)])
            .ToList();
        var expected = Keys.Select(key => $"| `{key.Path}` | `{key.Variable}` | {key.Accepts} | {key.Default}").ToList();

        Assert.NotEmpty(expected);
        Assert.Equal("", string.Join('\n', expected.Except(documented).Select(row => "missing: " + row).Concat(documented.Except(expected).Select(row => "stale: " + row))));
    }

    [Theory]
    [InlineData(typeof(ArmadilloOptions), "")]
    [InlineData(typeof(TestOptions), "Tests:")]
    [InlineData(typeof(SingleServerSpec), "ArangoDb:")]
    [InlineData(typeof(AgencySpec), "ArangoDb:Agency:")]
    [InlineData(typeof(ClusterSpec), "ArangoDb:Cluster:")]
    [InlineData(typeof(AgencyTiming), "ArangoDb:Agency:Timing:")]
    [InlineData(typeof(AgencyTiming), "ArangoDb:Cluster:Timing:")]
    public void Every_property_that_can_be_set_is_a_key(Type type, string section)
    {
        ArgumentNullException.ThrowIfNull(type);
        var missing = type.GetProperties()
            .Where(property => property.CanWrite)
            .Select(property => (property.DeclaringType == typeof(ArangoSpec) ? "ArangoDb:" : section) + property.Name)
            .Where(path => !CodeOnly.Contains(path) && !Keys.Any(key => key.Path == path || key.Path.StartsWith(path + ":", StringComparison.Ordinal)));

        Assert.Empty(missing);
    }
}
