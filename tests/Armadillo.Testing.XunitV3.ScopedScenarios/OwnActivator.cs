using System.Reflection;
using Armadillo.Testing.Scenarios;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.ScopedScenarios;

/// <summary>An activator of the user's own, which must be kept: it makes the test classes, and knows a service that nobody else knows.</summary>
public sealed class OwnActivator : ITypeActivator, ITestPipelineStartup
{
    private readonly ITypeActivator _before = TypeActivator.Current;

    public ValueTask StartAsync(IMessageSink diagnosticMessageSink)
    {
        TypeActivator.Current = this;
        return ValueTask.CompletedTask;
    }

    public ValueTask StopAsync()
    {
        TypeActivator.Current = _before;
        return ValueTask.CompletedTask;
    }

    public object CreateInstance(ConstructorInfo constructor, object?[]? arguments, Func<Type, IReadOnlyCollection<ParameterInfo>, string> missingArgumentMessageFormatter)
    {
        ArgumentNullException.ThrowIfNull(constructor);
        var parameters = constructor.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
        {
            if (arguments![i] is Missing && parameters[i].ParameterType == typeof(Secret))
            {
                arguments[i] = new Secret("only the activator knows");
            }
        }

        return _before.CreateInstance(constructor, arguments, missingArgumentMessageFormatter);
    }
}

public sealed record Secret(string Text);

/// <summary>Asks for something that the library has and for something that only the activator has.</summary>
public sealed class Activated(Greeting greeting, Secret secret)
{
    [Fact]
    public void Has_both()
    {
        Check.Equal("hello from the assembly", greeting.Text);
        Check.Equal("only the activator knows", secret.Text);
    }
}
