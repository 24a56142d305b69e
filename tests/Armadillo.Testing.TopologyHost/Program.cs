using Armadillo.Testing.TopologyHost;

// A test host of its own. Arguments: doomed <root> <misbehaver> | cycles <root> <misbehaver> <count>.
// The first starts a topology that it will not get to stop, the second starts and stops topologies one after the other.
switch (args)
{
    case ["doomed", var root, var misbehaver]:
        return await DoomedTopology.RunAsync(root, misbehaver);
    case ["cycles", var root, var misbehaver, var count]:
        return await TopologyCycles.RunAsync(root, misbehaver, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
    default:
        Console.Error.WriteLine("usage: topology-host doomed <root> <misbehaver> | cycles <root> <misbehaver> <count>");
        return 64;
}
