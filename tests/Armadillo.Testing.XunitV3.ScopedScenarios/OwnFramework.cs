using System.Reflection;
using Xunit;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.ScopedScenarios;

/// <summary>A framework of the user's own, which must be kept: it says that it runs.</summary>
public sealed class OwnFramework : XunitTestFramework
{
    protected override ITestFrameworkExecutor CreateExecutor(Assembly assembly)
    {
        TestContext.Current.SendDiagnosticMessage("the user's own framework runs the tests");
        return base.CreateExecutor(assembly);
    }
}
