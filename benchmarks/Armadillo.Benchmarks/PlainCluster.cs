using System.Diagnostics;
using Armadillo.Testing.Logs;
using Armadillo.Testing.Network;
using Armadillo.Testing.Plans;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Workspaces;

namespace Armadillo.Benchmarks;

/// <summary>
/// A plain script with perfect knowledge: the same programs with the same arguments in the same order, each looked at every
/// 2 ms by the same conditions. Ports and directories are decided before the clock starts.
/// </summary>
internal sealed class PlainCluster : IDisposable
{
    private readonly TopologyPlan _plan;
    private readonly List<Process> _processes = [];
    private readonly HttpClient _http = LoopbackHttp.CreateClient();
    private readonly IReadOnlyList<Member> _members;

    public PlainCluster(TopologyPlan plan)
    {
        _plan = plan;
        _members = [.. plan.Instances.Select(instance => new Member(instance))];
    }

    public async Task StartAsync()
    {
        var first = _members.Where(member => member.Plan.Spec.DependsOn.Count == 0).ToList();
        await Task.WhenAll(first.Select(StartAsync));
        foreach (var gate in _plan.Spec.Gates)
        {
            await UntilAsync(gate.Condition, target: null);
        }

        await Task.WhenAll(_members.Except(first).Select(StartAsync));
        if (_plan.Spec.Readiness is { } readiness)
        {
            await UntilAsync(readiness, target: null);
        }
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            PlainProcess.End(process);
        }

        _http.Dispose();
        _plan.Dispose();
    }

    private async Task StartAsync(Member member)
    {
        lock (_processes)
        {
            _processes.Add(PlainProcess.Start(member.Plan));
        }

        await UntilAsync(member.Plan.Spec.Readiness, member);
    }

    private async Task UntilAsync(Condition condition, Member? target)
    {
        using var probe = condition.CreateProbe(new ConditionContext(target, _members, _http, TimeProvider.System, static () => { }));
        while (!(await probe.LookAsync(condition, CancellationToken.None)).IsMet)
        {
            await Task.Delay(2);
        }
    }

    private sealed class Member(InstancePlan plan) : IConditionTarget
    {
        public InstancePlan Plan => plan;

        public string Name => plan.Spec.Name;

        public string Role => plan.Spec.Role;

        public Uri? Endpoint => plan.Endpoint;

        public Uri? PeerEndpoint => plan.PeerEndpoint;

        public InstanceLog Log { get; } = new(plan.StandardOutputPath, plan.StandardErrorPath, 10);

        public InstanceDirectories Directories => plan.Member.Directories;
    }
}
