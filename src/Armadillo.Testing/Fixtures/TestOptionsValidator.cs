using Microsoft.Extensions.Options;

namespace Armadillo.Testing.Fixtures;

internal sealed class TestOptionsValidator : IValidateOptions<TestOptions>
{
    public ValidateOptionsResult Validate(string? name, TestOptions options)
    {
        var problems = new List<string>();
        if (options.LogSliceLimit is < 1000 or > 10_000_000)
        {
            problems.Add($"LogSliceLimit is {options.LogSliceLimit}; it must be 1000 to 10000000 characters.");
        }

        if (options.AftercareTimeout <= TimeSpan.Zero)
        {
            problems.Add($"AftercareTimeout is {options.AftercareTimeout}; it must be more than zero.");
        }

        if (options.MemoryPerInstance < 0)
        {
            problems.Add($"MemoryPerInstance is {options.MemoryPerInstance}; it must be 0 or more bytes.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
