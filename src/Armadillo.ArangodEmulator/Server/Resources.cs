using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Options;
using Armadillo.ArangodEmulator.Storage;

namespace Armadillo.ArangodEmulator.Server;

/// <summary>Refuses to start when the machine gives too few file descriptors.</summary>
internal static class Resources
{
    public static void Check(OptionValues options, IServerLog log)
    {
        var (soft, hard) = NativeCalls.OpenFilesLimits();
        log.Info("a1c60", "syscall", $"file-descriptors (nofiles) hard limit is {Text(hard)}, soft limit is {Text(soft)}");
        var minimum = (ulong)options.Number("server.descriptors-minimum");
        if (soft < minimum)
        {
            throw new FatalException(
                LogIds.Unknown, "syscall",
                $"file-descriptors (nofiles) soft limit is too low, currently {Text(soft)}. please raise to at least {minimum} "
                + "or lower --server.descriptors-minimum",
                ExitCodes.ResourcesTooLow);
        }
    }

    private static string Text(ulong limit) => limit == ulong.MaxValue ? "unlimited" : $"{limit}";
}
