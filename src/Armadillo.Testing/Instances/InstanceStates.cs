namespace Armadillo.Testing.Instances;

/// <summary>Which state may follow which.</summary>
internal static class InstanceStates
{
    public static bool IsLegal(InstanceState from, InstanceState to) => (from, to) switch
    {
        (InstanceState.Created or InstanceState.Stopped or InstanceState.Crashed, InstanceState.Starting) => true,
        (InstanceState.Starting, InstanceState.Running or InstanceState.Stopping or InstanceState.Crashed) => true,
        (InstanceState.Starting or InstanceState.Running or InstanceState.Suspended, InstanceState.Stopped) => true,
        (InstanceState.Running, InstanceState.Suspended or InstanceState.Stopping or InstanceState.Crashed) => true,
        (InstanceState.Suspended, InstanceState.Running or InstanceState.Stopping or InstanceState.Crashed) => true,
        (InstanceState.Stopping, InstanceState.Stopped) => true,
        _ => false,
    };

    /// <summary>Whether a process belongs to the state.</summary>
    public static bool HasProcess(InstanceState state) =>
        state is InstanceState.Starting or InstanceState.Running or InstanceState.Suspended or InstanceState.Stopping;
}
