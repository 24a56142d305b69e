using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Tests.Processes;

public sealed class LinuxProcessLauncherTests() : ProcessLauncherTests(ProcessLauncherKind.Linux);
