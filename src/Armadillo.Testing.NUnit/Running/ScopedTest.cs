using System.Reflection;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Requirements;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace Armadillo.Testing.NUnit.Running;

/// <summary>
/// Lays the scope around one attempt at a test: begun before NUnit makes the class and sets up, ended after it tore down and
/// disposed; inside of <c>Retry</c> and <c>Repeat</c>, outside of every limit of time.
/// </summary>
/// <param name="repetition">The user's <c>Retry</c> or <c>Repeat</c>: NUnit refuses tests with more than one such attribute.</param>
internal sealed class ScopedTest(IRepeatTest? repetition) : IRepeatTest
{
    public TestCommand Wrap(TestCommand command)
    {
        var attempt = new Command(command);
        return repetition?.Wrap(attempt) ?? attempt;
    }

    private sealed class Command(TestCommand attempt) : DelegatingTestCommand(attempt)
    {
        public override TestResult Execute(TestExecutionContext context)
        {
            var fixture = TestClass.FixtureOf(context.CurrentTest);
            var own = (fixture?.TypeInfo as InjectedType)?.Class;
            if (fixture is null || (own?.Run ?? TestTree.RunOf(context.CurrentTest)) is not { } assembly)
            {
                return innerCommand.Execute(context);
            }

            using (assembly.Enter())
            {
                var run = new NUnitTestRun(context);
                NUnitTestRun.Current = run;
                try
                {
                    var arguments = (own?.Arguments ?? fixture.Arguments).Concat(TestTree.FixturesAround(context.CurrentTest)).Distinct().ToList();
                    var requirements = context.CurrentTest.Method!.MethodInfo.GetCustomAttributes<RequirementAttribute>();
                    run.Scope = Blocking.Wait(() => assembly.BeginAsync(run, fixture.TypeInfo.Type, arguments, requirements));
                    Attempt(context);
                }
                catch (TestSkippedException e)
                {
                    context.CurrentResult.SetResult(ResultState.Ignored, e.Message);
                }
                catch (Exception e)
                {
                    context.CurrentResult.RecordException(e, FailureSite.SetUp);
                }
                finally
                {
                    NUnitTestRun.Current = null;
                }

                if (run.Scope is { } scope)
                {
                    End(scope, run, context);
                }

                return context.CurrentResult;
            }
        }

        private void Attempt(TestExecutionContext context)
        {
            try
            {
                context.CurrentResult = innerCommand.Execute(context);
            }
            catch (Exception e)
            {
                context.CurrentResult.RecordException(e);
            }
        }

        private static void End(TestScope scope, NUnitTestRun run, TestExecutionContext context)
        {
            var outcome = context.CurrentResult.ResultState.Status switch
            {
                TestStatus.Failed => TestOutcome.Failed,
                TestStatus.Skipped or TestStatus.Inconclusive => TestOutcome.Skipped,
                _ => TestOutcome.Passed,
            };
            foreach (var problem in Blocking.Wait(() => scope.EndAsync(outcome, run.Failure)))
            {
                context.CurrentResult.RecordTearDownException(problem);
            }
        }
    }
}
