namespace Armadillo.ArangodEmulator.Logging;

internal static class LogIds
{
    /// <summary>For lines whose id in arangod is not recorded: none is made up.</summary>
    public const string Unknown = "00000";
}
