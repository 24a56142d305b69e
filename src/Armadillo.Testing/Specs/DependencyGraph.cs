namespace Armadillo.Testing.Specs;

/// <summary>Who waits for whom, over gates.</summary>
internal static class DependencyGraph
{
    /// <summary>The instances that must not be stopped before <paramref name="instance"/>'s dependents are: what it depends on, directly or over gates.</summary>
    public static IReadOnlySet<string> InstancesBefore(TopologySpec spec, InstanceSpec instance)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Collect(spec, instance.DependsOn, found);
        return found;
    }

    /// <summary>A circle as a list of names whose last is its first, or null.</summary>
    public static IReadOnlyList<string>? FindCycle(TopologySpec spec)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var path = new List<string>();
        return Nodes(spec).Select(node => Visit(spec, node, path, done)).FirstOrDefault(cycle => cycle is not null);
    }

    private static IEnumerable<string> Nodes(TopologySpec spec) => spec.Instances.Select(i => i.Name).Concat(spec.Gates.Select(g => GateNode(g.Name)));

    private static string GateNode(string name) => $"gate {name}";

    private static IReadOnlyList<string>? Visit(TopologySpec spec, string node, List<string> path, HashSet<string> done)
    {
        var at = path.IndexOf(node);
        if (at >= 0)
        {
            return [.. path.Skip(at), node];
        }

        if (!done.Add(node))
        {
            return null;
        }

        path.Add(node);
        var cycle = Next(spec, node).Select(next => Visit(spec, next, path, done)).FirstOrDefault(found => found is not null);
        path.RemoveAt(path.Count - 1);
        if (cycle is not null)
        {
            return cycle;
        }

        return null;
    }

    private static IEnumerable<string> Next(TopologySpec spec, string node)
    {
        var dependencies = spec.Instances.FirstOrDefault(i => i.Name == node)?.DependsOn
            ?? spec.Gates.First(g => GateNode(g.Name) == node).DependsOn;
        return dependencies.SelectMany(d => d.Target == DependencyTarget.Gate ? [GateNode(d.Name)] : InstancesOf(spec, d).Select(i => i.Name));
    }

    private static void Collect(TopologySpec spec, IReadOnlyList<Dependency> dependencies, HashSet<string> found)
    {
        foreach (var dependency in dependencies)
        {
            if (dependency.Target == DependencyTarget.Gate)
            {
                Collect(spec, spec.Gates.First(g => g.Name == dependency.Name).DependsOn, found);
                continue;
            }

            foreach (var instance in InstancesOf(spec, dependency).Where(i => found.Add(i.Name)))
            {
                Collect(spec, instance.DependsOn, found);
            }
        }
    }

    /// <summary>The instances that an instance or role dependency names.</summary>
    public static IEnumerable<InstanceSpec> InstancesOf(TopologySpec spec, Dependency dependency) =>
        spec.Instances.Where(i => dependency.Target == DependencyTarget.Role ? i.Role == dependency.Name : i.Name == dependency.Name);
}
