using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.Scenarios;
using Xunit;
using Xunit.Abstractions;

namespace Armadillo.Testing.Xunit.ScopedScenarios;

public sealed class RowsServer : ScenarioServer;

/// <summary>Each row of a theory is a test of its own; what xUnit gives is given by xUnit.</summary>
public sealed class Rows(ITestOutputHelper output, RowsServer server, IFailurePoints failurePoints) : IClassFixture<RowsServer>
{
    [Theory]
    [InlineData("one")]
    [InlineData("two")]
    public async Task Leave_a_point(string name)
    {
        output.WriteLine($"row {name}");
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
