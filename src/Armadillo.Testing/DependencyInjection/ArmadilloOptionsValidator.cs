using Microsoft.Extensions.Options;

namespace Armadillo.Testing.DependencyInjection;

internal sealed class ArmadilloOptionsValidator : IValidateOptions<ArmadilloOptions>
{
    public ValidateOptionsResult Validate(string? name, ArmadilloOptions options)
    {
        var problems = new List<string>();
        if (options.TimeoutMultiplier is not (> 0 and <= 100))
        {
            problems.Add($"TimeoutMultiplier is {options.TimeoutMultiplier}; it must be more than 0 and at most 100.");
        }

        if (options.Ports.First is < 1024 or > 65535 || options.Ports.Last < options.Ports.First || options.Ports.Last > 65535)
        {
            problems.Add($"Ports is {options.Ports}; it must lie within 1024 to 65535, lowest first.");
        }

        if (options.RunTimeout <= TimeSpan.Zero && options.RunTimeout != Timeout.InfiniteTimeSpan)
        {
            problems.Add($"RunTimeout is {options.RunTimeout}; it must be more than zero, or Timeout.InfiniteTimeSpan for no limit.");
        }

        if (options.LogRingLines is < 10 or > 100_000)
        {
            problems.Add($"LogRingLines is {options.LogRingLines}; it must be 10 to 100000.");
        }

        if (options.RootDirectory is { } root && !Directory.Exists(root))
        {
            problems.Add($"RootDirectory is '{root}', which does not exist; create it or leave the option out for the system's temporary directory.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
