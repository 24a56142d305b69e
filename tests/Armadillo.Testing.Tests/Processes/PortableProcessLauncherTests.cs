using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Tests.Processes;

public sealed class PortableProcessLauncherTests() : ProcessLauncherTests(ProcessLauncherKind.Portable)
{
    protected override bool ExitsAreExact => false;

    protected override bool FindsDaemons => false;

    protected override bool StartsClean => false;
}
