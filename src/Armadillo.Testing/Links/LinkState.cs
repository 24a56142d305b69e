namespace Armadillo.Testing.Links;

/// <summary>What all faults together make of one link.</summary>
/// <param name="IsBlocked">Whether everything is held.</param>
/// <param name="Delay">How long everything is under way.</param>
internal readonly record struct LinkState(bool IsBlocked, TimeSpan Delay)
{
    public static LinkState Open => default;

    public bool IsOpen => !IsBlocked && Delay == TimeSpan.Zero;

    /// <summary>A link is blocked when one fault blocks it; delays add up.</summary>
    public LinkState With(LinkFault fault) => new(IsBlocked || fault.Blocks, Delay + fault.Delay);
}
