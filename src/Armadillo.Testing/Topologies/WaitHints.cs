using Armadillo.Testing.Instances;
using Armadillo.Testing.Readiness;

namespace Armadillo.Testing.Topologies;

/// <summary>One sentence about what to look at first.</summary>
internal static class WaitHints
{
    public static string Find(Instance? target, IReadOnlyList<Instance> members, IReadOnlyList<string> linkFaults, Observation last)
    {
        if (members.FirstOrDefault(m => m.State == InstanceState.Suspended) is { } suspended)
        {
            return $"{suspended.Name} is suspended; it answers again after ResumeAsync.";
        }

        if (members.FirstOrDefault(m => m.State is InstanceState.Stopped or InstanceState.Crashed) is { } gone)
        {
            return $"{gone.Name} is {gone.State.ToString().ToLowerInvariant()}; can the condition become true without it?";
        }

        if (linkFaults.Count > 0)
        {
            return $"{linkFaults[0]}; can the condition become true before it is healed?";
        }

        if (target is not null && last.Summary.Contains("refused", StringComparison.OrdinalIgnoreCase))
        {
            return $"{target.Name} runs, but nothing listens on {target.Endpoint?.Authority}; compare the port with its command line and log.";
        }

        if (target is not null && target.Log.Tail(1).Count == 0)
        {
            return $"{target.Name} wrote nothing; does it log to a file of its own below {target.Directories.Root}?";
        }

        return "on a slow machine or with a sanitizer build raise the option TimeoutMultiplier; otherwise the logs below the artifacts' path tell more.";
    }
}
