namespace Armadillo.Testing.Instances;

/// <summary>An instance was asked for something that its state does not allow, for example to suspend when it does not run.</summary>
public sealed class InstanceStateException : InvalidOperationException
{
    /// <summary>Creates the exception with its message.</summary>
    public InstanceStateException(string message)
        : base(message)
    {
    }
}
