using Microsoft.Extensions.Options;

namespace Armadillo.Testing.DependencyInjection;

internal sealed class ArmadilloOptionsValidator : IValidateOptions<ArmadilloOptions>
{
    public ValidateOptionsResult Validate(string? name, ArmadilloOptions options)
    {
        var problems = new List<string>();
        if (!ArmadilloLimits.TimeoutMultiplier.Allows(options.TimeoutMultiplier))
        {
            problems.Add($"TimeoutMultiplier is {options.TimeoutMultiplier}; it must be {ArmadilloLimits.TimeoutMultiplier.Text}.");
        }

        if (!ArmadilloLimits.Ports.Allows(options.Ports))
        {
            problems.Add($"Ports is {options.Ports}; it must lie {ArmadilloLimits.Ports.Text}.");
        }

        if (!ArmadilloLimits.RunTimeout.Allows(options.RunTimeout))
        {
            problems.Add($"RunTimeout is {options.RunTimeout}; it must be {ArmadilloLimits.RunTimeout.Text} (Timeout.InfiniteTimeSpan).");
        }

        if (!ArmadilloLimits.LogRingLines.Allows(options.LogRingLines))
        {
            problems.Add($"LogRingLines is {options.LogRingLines}; it must be {ArmadilloLimits.LogRingLines.Text}.");
        }

        if (options.RootDirectory is { } root && !ArmadilloLimits.RootDirectory.Allows(root))
        {
            problems.Add($"RootDirectory is '{root}', which does not exist; create it or leave the option out for the system's temporary directory.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
