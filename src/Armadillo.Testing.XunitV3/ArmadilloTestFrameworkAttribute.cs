using Armadillo.Testing.Fixtures;
using Armadillo.Testing.XunitV3.Framework;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3;

/// <summary>
/// The one line for an assembly: <c>[assembly: ArmadilloTestFramework]</c>. Test classes may then ask for any registered service in
/// their constructors, topologies are put in order after each test, and what a test leaves behind is its failure.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ArmadilloTestFrameworkAttribute : Attribute, ITestFrameworkAttribute
{
    /// <summary>
    /// A test framework of your own that discovers and runs the tests; the per-test order is laid around its test cases.
    /// It needs a public parameterless constructor, as xUnit demands. Default: xUnit's own.
    /// </summary>
    public Type? Inner { get; set; }

    /// <summary>A class with a public parameterless constructor that implements <see cref="IAssemblyServices"/>. Default: none.</summary>
    public Type? Services { get; set; }

    Type ITestFrameworkAttribute.FrameworkType => typeof(ScopingFramework<>).MakeGenericType(Inner ?? typeof(XunitTestFramework));
}
