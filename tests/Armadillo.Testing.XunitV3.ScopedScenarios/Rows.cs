using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.Scenarios;
using Xunit;

namespace Armadillo.Testing.XunitV3.ScopedScenarios;

public sealed class RowsServer : ScenarioServer;

/// <summary>Each row of a theory is a test of its own; what xUnit gives is given by xUnit.</summary>
public sealed class Rows(ITestOutputHelper output, ITestContextAccessor context, RowsServer server, IFailurePoints failurePoints) : IClassFixture<RowsServer>
{
    public static IEnumerable<TheoryDataRow<Uri>> NotSerializable => [new(new Uri("http://row/one")), new(new Uri("http://row/two"))];

    [Theory]
    [InlineData("one")]
    [InlineData("two")]
    public Task Leave_a_point(string name) => LeaveAsync(name);

    /// <summary>xUnit learns these rows only when they run: one test case with two tests.</summary>
    [Theory]
    [MemberData(nameof(NotSerializable), DisableDiscoveryEnumeration = true)]
    public Task Leave_a_point_late(Uri name) => LeaveAsync(name.Segments[1]);

    private async Task LeaveAsync(string name)
    {
        output.WriteLine($"row {name}");
        Check.True(context.Current.Test is not null);
        Check.Empty(await failurePoints.ListAsync(server.Server));
        await failurePoints.SetAsync(server.Server, name);
        Check.True(name != "two", "on purpose");
    }
}

public sealed class DeclaredOnlyServer : ScenarioServer;

/// <summary>Declares the fixture and asks only for what it has.</summary>
public sealed class DeclaredOnly(IFailurePoints failurePoints) : IClassFixture<DeclaredOnlyServer>
{
    [Fact]
    public async Task Has_the_services_of_its_fixture() => Check.True(await failurePoints.AreAvailableAsync());
}

public sealed class AssemblyServer : ScenarioServer;

/// <summary>Uses a fixture that xUnit makes for the whole assembly.</summary>
public sealed class OfTheAssembly(AssemblyServer server, IFailurePoints failurePoints)
{
    [Fact]
    public async Task A_leaves_a_point() => await failurePoints.SetAsync(server.Server, "Some::where");

    [Fact]
    public async Task B_sees_none() => Check.Empty(await failurePoints.ListAsync(server.Server));
}
