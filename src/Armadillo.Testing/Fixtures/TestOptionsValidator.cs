using Microsoft.Extensions.Options;

namespace Armadillo.Testing.Fixtures;

internal sealed class TestOptionsValidator : IValidateOptions<TestOptions>
{
    public ValidateOptionsResult Validate(string? name, TestOptions options)
    {
        var problems = new List<string>();
        if (!TestLimits.LogSliceLimit.Allows(options.LogSliceLimit))
        {
            problems.Add($"LogSliceLimit is {options.LogSliceLimit}; it must be {TestLimits.LogSliceLimit.Text} characters.");
        }

        if (!TestLimits.AftercareTimeout.Allows(options.AftercareTimeout))
        {
            problems.Add($"AftercareTimeout is {options.AftercareTimeout}; it must be {TestLimits.AftercareTimeout.Text}.");
        }

        if (!TestLimits.MemoryPerInstance.Allows(options.MemoryPerInstance))
        {
            problems.Add($"MemoryPerInstance is {options.MemoryPerInstance}; it must be {TestLimits.MemoryPerInstance.Text} bytes.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
