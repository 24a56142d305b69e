using Armadillo.Testing.ArangoDb.Requirements;
using Armadillo.Testing.Requirements;

namespace Armadillo.Testing.Scenarios;

public sealed class RequiredServer : ScenarioServer;

/// <summary>Tests that need something.</summary>
#if NUNIT
[TopologyTests]
#endif
public sealed class Requiring(RequiredServer server)
{
    [Test]
    [RequiresTool("a-tool-that-nobody-has")]
    public void Needs_a_tool() => Check.True(server is null);

    [Test]
    [RequiresVersion("99.1")]
    public void Needs_a_later_version() => Check.True(server is null);

    [Test]
    [RequiresVersion("3.11", Below = "3.12")]
    public void Needs_an_earlier_version() => Check.True(server is null);

    [Test]
    [RequiresServers(DbServers = 3)]
    public void Needs_a_larger_cluster() => Check.True(server is null);

    [Test]
    [RequiresSanitizer("tsan")]
    public void Needs_a_sanitizer() => Check.True(server is null);

    [Test]
    [RequiresTool("sh")]
    [RequiresVersion("3.12.0", Below = "4.0")]
    [RequiresFailurePoints]
    public void Has_what_it_needs() => Check.True(server is not null);

    [Test]
    public void Skips_itself() => throw new TestSkippedException("not today");
}
