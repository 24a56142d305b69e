namespace Armadillo.Testing.Specs;

/// <summary>Finds everything that is wrong with a spec before anything is leased or started.</summary>
internal static class TopologySpecValidator
{
    /// <exception cref="SpecException">The spec has problems; all of them are named.</exception>
    public static void Validate(TopologySpec spec)
    {
        var problems = Find(spec).ToList();
        if (problems.Count > 0)
        {
            throw new SpecException($"Topology '{spec.Name}'", problems);
        }
    }

    private static IEnumerable<string> Find(TopologySpec spec)
    {
        if (spec.Instances.Count == 0)
        {
            yield return "Instances is empty; a topology needs at least one.";
        }

        if (spec.StartTimeout <= TimeSpan.Zero)
        {
            yield return $"StartTimeout is {spec.StartTimeout}; it must be more than zero.";
        }

        if (spec.StopTimeout <= TimeSpan.Zero)
        {
            yield return $"StopTimeout is {spec.StopTimeout}; it must be more than zero.";
        }

        foreach (var name in Duplicates(spec.Instances.Select(i => i.Name)))
        {
            yield return $"Two instances are named '{name}'; names must differ.";
        }

        foreach (var name in Duplicates(spec.Gates.Select(g => g.Name)))
        {
            yield return $"Two gates are named '{name}'; names must differ.";
        }

        foreach (var problem in spec.Instances.SelectMany(FindInInstance))
        {
            yield return problem;
        }

        foreach (var instance in spec.Instances.Where(i => i.Health is null && IsAskedForHealth(spec, i)))
        {
            yield return $"Something depends on the health of '{instance.Name}', which has no Health to look at. Set its property Health.";
        }

        var unknown = spec.Instances.SelectMany(i => i.DependsOn.Select(d => (Owner: $"Instance '{i.Name}'", Dependency: d)))
            .Concat(spec.Gates.SelectMany(g => g.DependsOn.Select(d => (Owner: $"Gate '{g.Name}'", Dependency: d))))
            .Where(x => !Exists(spec, x.Dependency))
            .ToList();
        foreach (var (owner, dependency) in unknown)
        {
            yield return $"{owner} depends on {dependency}, which is not there. There are: {Candidates(spec, dependency.Target)}.";
        }

        if (unknown.Count == 0 && DependencyGraph.FindCycle(spec) is { } cycle)
        {
            yield return $"The dependencies form a circle: {string.Join(" -> ", cycle)}.";
        }
    }

    private static bool IsAskedForHealth(TopologySpec spec, InstanceSpec instance) =>
        spec.Instances.SelectMany(i => i.DependsOn).Concat(spec.Gates.SelectMany(g => g.DependsOn))
            .Where(d => d is { Condition: DependencyCondition.Healthy, Target: not DependencyTarget.Gate })
            .Any(d => DependencyGraph.InstancesOf(spec, d).Contains(instance));

    private static IEnumerable<string> FindInInstance(InstanceSpec instance)
    {
        if (instance.Health is { } health && (health.Retries < 1 || health.Interval <= TimeSpan.Zero || health.Timeout <= TimeSpan.Zero))
        {
            yield return $"Instance '{instance.Name}': Health has Retries {health.Retries}, Interval {health.Interval} and Timeout {health.Timeout}; each must be more than zero.";
        }

        if (instance.Restart.Limit < 0 || instance.StartRetries.Limit < 0)
        {
            yield return $"Instance '{instance.Name}': Restart.Limit is {instance.Restart.Limit} and StartRetries.Limit is {instance.StartRetries.Limit}; neither may be negative.";
        }

        if (instance.StartTimeout <= TimeSpan.Zero)
        {
            yield return $"Instance '{instance.Name}': StartTimeout is {instance.StartTimeout}; it must be more than zero.";
        }

        if (instance.Stop.GracePeriod < TimeSpan.Zero)
        {
            yield return $"Instance '{instance.Name}': Stop.GracePeriod is {instance.Stop.GracePeriod}; it must not be negative.";
        }

        foreach (var port in instance.Ports.Where(p => p.Fixed is < 1 or > 65535))
        {
            yield return $"Instance '{instance.Name}': port '{port.Name}' is {port.Fixed}; it must be 1 to 65535.";
        }

        foreach (var name in Duplicates(instance.Ports.Select(p => p.Name)))
        {
            yield return $"Instance '{instance.Name}': two ports are named '{name}'; names must differ.";
        }
    }

    private static IEnumerable<string> Duplicates(IEnumerable<string> names) =>
        names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key);

    private static bool Exists(TopologySpec spec, Dependency dependency) => dependency.Target switch
    {
        DependencyTarget.Instance => spec.Instances.Any(i => i.Name == dependency.Name),
        DependencyTarget.Role => spec.Instances.Any(i => i.Role == dependency.Name),
        _ => spec.Gates.Any(g => g.Name == dependency.Name),
    };

    private static string Candidates(TopologySpec spec, DependencyTarget target)
    {
        var names = target switch
        {
            DependencyTarget.Instance => spec.Instances.Select(i => i.Name),
            DependencyTarget.Role => spec.Instances.Select(i => i.Role).Distinct(StringComparer.Ordinal),
            _ => spec.Gates.Select(g => g.Name),
        };
        var list = string.Join(", ", names);
        return list.Length == 0 ? "none" : list;
    }
}
