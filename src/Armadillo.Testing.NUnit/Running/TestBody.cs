using Armadillo.Testing.Requirements;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace Armadillo.Testing.NUnit.Running;

/// <summary>Sees what the body of a test throws, which NUnit keeps only as text, and turns the wish to be skipped into NUnit's own.</summary>
internal sealed class TestBody : IWrapTestMethod
{
    public TestCommand Wrap(TestCommand command) => new Command(command);

    private sealed class Command(TestCommand body) : DelegatingTestCommand(body)
    {
        public override TestResult Execute(TestExecutionContext context)
        {
            try
            {
                return innerCommand.Execute(context);
            }
            catch (Exception e) when (NUnitTestRun.Current is { } run)
            {
                run.Failure = e;
                if (Skip(e) is { } skip)
                {
                    throw new IgnoreException(skip.Message);
                }

                throw;
            }
        }

        private static TestSkippedException? Skip(Exception? exception)
        {
            while (exception is not (null or TestSkippedException))
            {
                exception = exception.InnerException;
            }

            return (TestSkippedException?)exception;
        }
    }
}
