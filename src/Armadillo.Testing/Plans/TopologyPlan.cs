using System.Globalization;
using System.Text;
using Armadillo.Testing.Network;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Workspaces;

namespace Armadillo.Testing.Plans;

/// <summary>
/// A topology with everything decided and no process started: ports leased, directories made, command lines built. It can be
/// printed and tested. Starting it takes it over; a plan that is not started is given back by disposing it.
/// </summary>
public sealed class TopologyPlan : IDisposable
{
    private readonly IReadOnlyList<PortLease> _leases;

    internal TopologyPlan(TopologySpec spec, Workspace workspace, IReadOnlyList<InstancePlan> instances, IReadOnlyList<PortLease> leases)
    {
        Spec = spec;
        Workspace = workspace;
        Instances = instances;
        _leases = leases;
    }

    /// <summary>What was asked for.</summary>
    public TopologySpec Spec { get; }

    /// <summary>The topology's directory.</summary>
    public Workspace Workspace { get; }

    /// <summary>The instances in the order of the spec.</summary>
    public IReadOnlyList<InstancePlan> Instances { get; }

    /// <summary>The plan for people: one block for each instance.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"topology {Spec.Name} in {Workspace.Directory}");
        foreach (var instance in Instances)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {instance.Spec.Name} ({instance.Spec.Role}) at {instance.Endpoint?.Authority ?? "no port"}{PeerAddress(instance)}");
            if (instance.Spec.DependsOn.Count > 0)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"    after {string.Join(", ", instance.Spec.DependsOn)}");
            }

            text.AppendLine(CultureInfo.InvariantCulture, $"    ready when {instance.Spec.Readiness.Description}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    {instance.CommandLine}");
        }

        return text.ToString();
    }

    /// <summary>Gives the ports back and releases the directory.</summary>
    public void Dispose()
    {
        ReleasePorts();
        Workspace.Release();
    }

    private static string PeerAddress(InstancePlan instance) =>
        instance.PeerEndpoint == instance.Endpoint ? "" : $", for other members at {instance.PeerEndpoint!.Authority}";

    internal void ReleasePorts()
    {
        foreach (var lease in _leases)
        {
            lease.Dispose();
        }
    }
}
