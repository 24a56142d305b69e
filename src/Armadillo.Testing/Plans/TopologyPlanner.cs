using System.Collections;
using Armadillo.Testing.Network;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Workspaces;

namespace Armadillo.Testing.Plans;

/// <summary>Turns a spec into a plan. Apart from leasing ports and making directories it changes nothing.</summary>
internal sealed class TopologyPlanner(PortLeases ports, WorkspaceRoot workspaces)
{
    /// <exception cref="SpecException">The spec has problems.</exception>
    public async Task<TopologyPlan> PlanAsync(TopologySpec spec, CancellationToken cancellationToken)
    {
        TopologySpecValidator.Validate(spec);
        var programs = Locate(spec);
        var workspace = workspaces.Create(spec.Name);
        var leases = new List<PortLease>();
        try
        {
            if (spec.Prepare is { } prepare)
            {
                await prepare(workspace.Directory, cancellationToken).ConfigureAwait(false);
            }

            var members = Lease(spec, workspace, leases);
            var plans = new List<InstancePlan>();
            foreach (var (instance, member) in spec.Instances.Zip(members))
            {
                var context = new PlanContext(member, members, workspace.Directory);
                if (instance.Prepare is { } prepareInstance)
                {
                    await prepareInstance(context, cancellationToken).ConfigureAwait(false);
                }

                plans.Add(new InstancePlan
                {
                    Spec = instance,
                    Member = member,
                    Program = instance.External is null ? programs[instance.Program] : "",
                    Arguments = [.. instance.Arguments(context)],
                    Environment = BuildEnvironment(instance, context),
                });
            }

            return new TopologyPlan(spec, workspace, plans, leases);
        }
        catch
        {
            leases.ForEach(lease => lease.Dispose());
            workspace.Release();
            throw;
        }
    }

    private static Dictionary<string, string> Locate(TopologySpec spec)
    {
        var programs = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var program in spec.Instances.Where(i => i.External is null).Select(i => i.Program).Distinct(StringComparer.Ordinal))
        {
            var users = string.Join(", ", spec.Instances.Where(i => i.Program == program).Select(i => i.Name));
            if (ProgramLocator.Find(program) is not { } path)
            {
                problems.Add($"The program '{program}' of {users} was not found. Give the path of an existing file, or a name that is on PATH.");
            }
            else if (!ProgramLocator.IsExecutable(path))
            {
                problems.Add($"The program '{path}' of {users} is not executable. Give another file, or make it executable with chmod +x.");
            }
            else
            {
                programs[program] = path;
            }
        }

        return problems.Count == 0 ? programs : throw new SpecException($"Topology '{spec.Name}'", problems);
    }

    private List<PlannedMember> Lease(TopologySpec spec, Workspace workspace, List<PortLease> leases)
    {
        var members = new List<PlannedMember>();
        var problems = new List<string>();
        foreach (var instance in spec.Instances)
        {
            var leased = new List<KeyValuePair<string, int>>();
            var forPeers = new List<KeyValuePair<string, int>>();
            foreach (var port in instance.Ports)
            {
                try
                {
                    var lease = port.Fixed is { } wanted ? PortLeases.LeaseExactly(wanted) : ports.LeaseAny();
                    leases.Add(lease);
                    leased.Add(new(port.Name, lease.Port));
                    if (spec.LinkFaults)
                    {
                        lease = ports.LeaseAny();
                        leases.Add(lease);
                        forPeers.Add(new(port.Name, lease.Port));
                    }
                }
                catch (PortException e)
                {
                    problems.Add($"Port '{port.Name}' of instance '{instance.Name}': {e.Message}");
                }
            }

            members.Add(new PlannedMember
            {
                Name = instance.Name,
                Role = instance.Role,
                Directories = workspace.CreateInstance(instance.Name),
                Ports = leased,
                PeerPorts = spec.LinkFaults ? forPeers : leased,
            });
        }

        return problems.Count == 0 ? members : throw new SpecException($"Topology '{spec.Name}'", problems);
    }

    private static Dictionary<string, string> BuildEnvironment(InstanceSpec instance, PlanContext context)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (instance.InheritEnvironment)
        {
            foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            {
                variables[(string)variable.Key] = (string?)variable.Value ?? "";
            }
        }

        foreach (var name in instance.WithheldVariables)
        {
            variables.Remove(name);
        }

        variables["TMPDIR"] = context.Self.Directories.Temporary;
        foreach (var (name, value) in instance.Environment(context))
        {
            variables[name] = value;
        }

        return variables;
    }
}
