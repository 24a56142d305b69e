using System.Globalization;

namespace Armadillo.ArangodEmulator.Metrics;

/// <summary>What the processors of the machine have done since the last time somebody asked, the first time since the machine was started.</summary>
internal sealed class ProcessorUse
{
    private readonly Lock _lock = new();
    private Times _last = new(0, 0, 0, 0, 0);

    public void Add(MetricsText text)
    {
        var used = Take();
        text.Add("arangodb_server_statistics_cpu_cgroup_version", ControlGroups());
        text.Add("arangodb_server_statistics_user_percent", used.User);
        text.Add("arangodb_server_statistics_system_percent", used.System);
        text.Add("arangodb_server_statistics_idle_percent", used.Idle);
        text.Add("arangodb_server_statistics_iowait_percent", used.Waiting);
    }

    /// <summary>The shares in percent; the next look begins here.</summary>
    public (double User, double System, double Idle, double Waiting) Take()
    {
        var now = Read();
        Times used;
        lock (_lock)
        {
            used = now.Since(_last);
            _last = now;
        }

        double Percent(long part) => used.All == 0 ? 0 : 100.0 * part / used.All;
        return (Percent(used.User), Percent(used.System), Percent(used.Idle), Percent(used.Waiting));
    }

    private static int ControlGroups() =>
        File.Exists("/sys/fs/cgroup/cgroup.controllers") ? 2 : Directory.Exists("/sys/fs/cgroup/cpu") ? 1 : 0;

    private static Times Read()
    {
        // cpu user nice system idle iowait irq softirq steal; what guests used is counted as user, too.
        using var reader = new StreamReader("/proc/stat");
        long[] times =
        [
            .. reader.ReadLine()!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
                .Select(static t => long.Parse(t, CultureInfo.InvariantCulture)),
        ];
        return new Times(times[0] + times[1], times[2], times[3], times[4], times.Take(8).Sum());
    }

    private readonly record struct Times(long User, long System, long Idle, long Waiting, long All)
    {
        public Times Since(Times earlier) => new(
            User - earlier.User, System - earlier.System, Idle - earlier.Idle, Waiting - earlier.Waiting, All - earlier.All);
    }
}
