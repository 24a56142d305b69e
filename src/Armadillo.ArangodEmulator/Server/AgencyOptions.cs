using Armadillo.ArangodEmulator.Agency;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Options;

namespace Armadillo.ArangodEmulator.Server;

/// <summary>Reads the agency.* options and refuses what arangod refuses.</summary>
internal static class AgencyOptions
{
    private const string Topic = "agency";
    private const double ShortestMinimum = 0.15;

    public static AgencySettings Read(OptionValues options, IReadOnlyList<Endpoint> endpoints, IServerLog log)
    {
        var size = options.Number("agency.size");
        if (size < 1)
        {
            throw new FatalException("98510", Topic, "agency must have size greater 0");
        }

        if (size % 2 == 0)
        {
            throw new FatalException("0eab5", Topic, "AGENCY: agency must have odd number of members");
        }

        if (options.IsSet("agency.pool-size") && options.Number("agency.pool-size") != size)
        {
            throw new FatalException("af108", Topic, "agency pool size is deprecated and is not equal to agency size");
        }

        var min = options.Double("agency.election-timeout-min");
        var max = options.Double("agency.election-timeout-max");
        if (max <= min)
        {
            throw new FatalException("62fc3", Topic, "agency.election-timeout-max must not be shorter than or equal to agency.election-timeout-min");
        }

        if (min < ShortestMinimum)
        {
            log.Warning("0cce9", Topic, "very short agency.election-timeout-min!");
        }

        if (max <= 2 * min)
        {
            log.Warning("99f84", Topic, "agency.election-timeout-max should probably be chosen longer!");
        }

        return new AgencySettings
        {
            Size = (int)size,
            Endpoints = options.List("agency.endpoint"),
            MyAddress = MyAddress(options, endpoints),
            ElectionTimeoutMin = TimeSpan.FromSeconds(min),
            ElectionTimeoutMax = TimeSpan.FromSeconds(max),
            Supervision = options.Flag("agency.supervision"),
            SupervisionFrequency = options.Seconds("agency.supervision-frequency"),
            SupervisionOkThreshold = options.Seconds("agency.supervision-ok-threshold"),
            SupervisionGracePeriod = options.Seconds("agency.supervision-grace-period"),
            SupervisionExpiredServersGracePeriod = options.Seconds("agency.supervision-expired-servers-grace-period"),
            SupervisionDelayAddFollower = options.Seconds("agency.supervision-delay-add-follower"),
            SupervisionDelayFailedFollower = options.Seconds("agency.supervision-delay-failed-follower"),
            FailedLeaderAddsFollower = options.Flag("agency.supervision-failed-leader-adds-follower"),
            WaitForSync = options.Flag("agency.wait-for-sync"),
            CompactionStepSize = (int)options.Number("agency.compaction-step-size"),
            CompactionKeepSize = (int)options.Number("agency.compaction-keep-size"),
            MaxAppendSize = (int)options.Number("agency.max-append-size"),
        };
    }

    private static string MyAddress(OptionValues options, IReadOnlyList<Endpoint> endpoints)
    {
        var address = options.Text("agency.my-address");
        if (address.Length == 0)
        {
            var first = endpoints[0];
            return $"{(first.Secure ? "ssl" : "tcp")}://localhost:{first.Port}";
        }

        return Endpoint.TryParse(address, out var parsed) && !parsed.IsUnix
            ? address
            : throw new FatalException("4faa0", Topic, $"invalid endpoint '{address}' specified for --agency.my-address");
    }
}
