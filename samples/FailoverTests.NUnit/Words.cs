// The shared tests speak xUnit; here is what its words mean in NUnit. A suite written for NUnit needs none of this.
global using FactAttribute = NUnit.Framework.TestAttribute;
global using ITestOutputHelper = FailoverTests.TestOutput;
using System.Text;
using NUnit.Framework;

namespace FailoverTests;

/// <summary>In NUnit the constructor says it all.</summary>
public interface IClassFixture<TFixture>;

internal static class Assert
{
    public static void Equal<T>(T expected, T actual) => NUnit.Framework.Assert.That(actual, Is.EqualTo(expected));

    public static void NotSame(object unexpected, object actual) => NUnit.Framework.Assert.That(actual, Is.Not.SameAs(unexpected));
}

/// <summary>The output of the running test, as a service: NUnit's own belongs to NUnit, and the container would close it.</summary>
public sealed class TestOutput : TextWriter
{
    private readonly TextWriter _output = TestContext.Out;

    public override Encoding Encoding => _output.Encoding;

    public override void Write(char value) => _output.Write(value);

    public override void WriteLine(string? value) => _output.WriteLine(value);
}
