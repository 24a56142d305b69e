using Armadillo.Testing.Events;
using Armadillo.Testing.Topologies;

namespace ClusterTour;

/// <summary>One line for each change, for logs and pipes.</summary>
internal sealed class LinesView : MembersView
{
    private IDisposable? _subscription;

    public override void Watch(Topology topology) => _subscription = topology.Events.Subscribe(happened =>
    {
        if (happened is InstanceStateChanged or InstanceLaunched or InstanceCrashed or ConditionMet { Instance: null } or Note)
        {
            Console.WriteLine($"  {happened.Elapsed.TotalSeconds,7:0.000} s  {happened.Instance ?? "",-14} {happened.Describe()}");
        }
    });

    public override void Say(string sentence) => Console.WriteLine(sentence);

    public override void Dispose() => _subscription?.Dispose();
}
