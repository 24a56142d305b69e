using Armadillo.Testing.ArangoDb.Agency;
using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.Faults;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.Logging;

namespace Armadillo.Testing.Scenarios;

/// <summary>Everything that a test class may ask for. The fixture is not declared to the framework: it belongs to the assembly.</summary>
#if NUNIT
[TopologyTests]
#endif
public sealed class Injecting(
    ScenarioAgency agency,
    IAgency client,
    IFaults faults,
    IFailurePoints failurePoints,
    ICrashReports crashes,
    ILogger<Injecting> logger,
    Greeting greeting,
    Visit visit,
    ITestRun run)
{
    [Test]
    public async Task A_gets_all_of_them()
    {
        await client.SetAsync("arango/Testing/injected", "yes");
        Check.Equal("yes", (await agency.Agency.ReadAsync("arango/Testing/injected"))!.ToString());
        await client.DeleteAsync("arango/Testing/injected");
        Check.Empty(faults.Active);
        Check.True(!await failurePoints.AreAvailableAsync());
        Check.Empty(crashes.All);
        Check.True(!logger.IsEnabled(LogLevel.Critical));
        Check.Equal("hello from the assembly", greeting.Text);
        Check.True(!visit.IsOver);
        Check.Equal(nameof(A_gets_all_of_them), run.Test.MethodName);
        Record.Agency = agency;
        Record.Visit = visit;
    }

    [Test]
    public void B_gets_the_same_fixture_and_a_visit_of_its_own()
    {
        Check.True(Record.Agency == agency);
        Check.True(Record.Visit != visit && Record.Visit!.IsOver);
    }

    private static class Record
    {
        public static ScenarioAgency? Agency { get; set; }

        public static Visit? Visit { get; set; }
    }
}

/// <summary>Asks for what nobody has.</summary>
#if NUNIT
[TopologyTests]
#endif
public sealed class InjectingUnknown(ScenarioAgency agency, IUnknownService unknown)
{
    [Test]
    public void Fails_with_the_way_out() => Check.True(agency is null && unknown is null);
}
