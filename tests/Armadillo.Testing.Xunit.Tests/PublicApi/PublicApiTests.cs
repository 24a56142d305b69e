using System.Reflection;
using System.Runtime.CompilerServices;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.Xunit.Tests.PublicApi;

/// <summary>The public surface of each package is a recorded text: nothing joins or leaves it unnoticed.</summary>
public sealed class PublicApiTests
{
    private const string Variable = "UPDATE_PUBLIC_API";

    public static TheoryData<Type> Packages => [typeof(TopologySpec), typeof(ArangoSpec), typeof(ClusterFixture), typeof(NUnit.ClusterFixture)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_surface_is_the_recorded_one(Type member)
    {
        ArgumentNullException.ThrowIfNull(member);
        Compare(member.Assembly);
    }

    /// <summary>Its types would clash with those of xUnit v2 in one project; loading it beside them does no harm.</summary>
    [Fact]
    public void The_public_surface_of_the_adapter_for_xunit_v3_is_the_recorded_one()
    {
        var beside = AppContext.BaseDirectory.Replace("Armadillo.Testing.Xunit.Tests", "Armadillo.Testing.XunitV3.Scenarios", StringComparison.Ordinal);
        Compare(Assembly.LoadFrom(Path.Combine(beside, "Armadillo.Testing.XunitV3.dll")));
    }

    private static void Compare(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        var actual = PublicSurface.Render(assembly);
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(SourceFile())!, $"{name}.txt"), actual);
            return;
        }

        var recorded = Path.Combine(AppContext.BaseDirectory, "PublicApi", $"{name}.txt");
        var expected = File.Exists(recorded) ? File.ReadAllText(recorded).ReplaceLineEndings("\n") : "";
        Assert.True(
            expected == actual,
            $"""
            The public surface of {name} changed:
            {Difference(expected, actual)}
            If that is wanted, accept it: run this test with {Variable}=1, build, look at the changed file below PublicApi and commit it.
            """);
    }

    [Fact]
    public void What_is_hidden_is_not_part_of_the_surface()
    {
        var surface = PublicSurface.Render(typeof(TopologySpec).Assembly);

        Assert.Contains("public sealed record Armadillo.Testing.Specs.TopologySpec\n", surface, StringComparison.Ordinal);
        Assert.DoesNotContain("TopologyPlanner", surface, StringComparison.Ordinal);
        Assert.DoesNotContain("<Clone>$", surface, StringComparison.Ordinal);
        Assert.DoesNotContain("EqualityContract", surface, StringComparison.Ordinal);
    }

    private static string Difference(string expected, string actual)
    {
        var (before, after) = (expected.Split('\n'), actual.Split('\n'));
        return string.Join('\n', before.Except(after).Select(l => $"- {l}").Concat(after.Except(before).Select(l => $"+ {l}")).DefaultIfEmpty("the order of lines"));
    }

    private static string SourceFile([CallerFilePath] string path = "") => path;
}
