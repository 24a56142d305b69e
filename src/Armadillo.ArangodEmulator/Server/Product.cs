using System.Text;
using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Server;

/// <summary>What this program says it is: the server version that it follows, and itself.</summary>
internal static class Product
{
    public const string ProgramName = "arangod-emulator";
    public const string EmulatorName = "Armadillo.ArangodEmulator";
    public const string ServerVersion = "3.12.10";
    public const string License = "enterprise";
    public const string Engine = "rocksdb";

    /// <summary>major * 10000 + minor * 100 + patch, as the agency keeps it.</summary>
    public const int VersionNumber = 31210;

    public static string EmulatorVersion { get; } = typeof(Product).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Replication version of new databases; with 2 this is a build that has replicated logs.</summary>
    public const string ReplicationVersionOption = "database.default-replication-version";

    public static string FullVersion { get; } =
        $"ArangoDB {ServerVersion} [linux] 64bit, {EmulatorName} {EmulatorVersion}, an emulator of arangod's lifecycle, no database";

    /// <summary>The build details; all values are strings. What the emulator has no answer for is left out.</summary>
    /// <param name="failureTests">Say what a maintainer build with failure tests says.</param>
    /// <param name="sanitizer">Say what a build with this sanitizer says.</param>
    /// <param name="replication2">Say what a build with replicated logs says.</param>
    public static JsonObject Details(bool failureTests, string sanitizer, bool replication2) => new()
    {
        ["architecture"] = "64bit",
        ["arm"] = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture
            is System.Runtime.InteropServices.Architecture.Arm64 ? "true" : "false",
        ["asan"] = sanitizer == "address" ? "true" : "false",
        ["assertions"] = "false",
        ["build-repository"] = EmulatorName,
        ["coverage"] = "false",
        ["debug"] = "false",
        ["endianness"] = BitConverter.IsLittleEndian ? "little" : "big",
        ["failure-tests"] = failureTests ? "true" : "false",
        ["full-version-string"] = FullVersion,
        ["ipo"] = "false",
        ["jemalloc"] = "false",
        ["libunwind"] = "false",
        ["license"] = License,
        ["maintainer-mode"] = failureTests ? "true" : "false",
        ["memory-profiler"] = "false",
        ["ndebug"] = "true",
        ["optimization-flags"] = "",
        ["platform"] = "linux",
        ["replication2-enabled"] = replication2 ? "true" : "false",
        ["server-version"] = ServerVersion,
        ["sizeof int"] = "4",
        ["sizeof long"] = "8",
        ["sizeof void*"] = "8",
        ["tsan"] = sanitizer == "thread" ? "true" : "false",
    };

    public static string VersionText(bool failureTests, string sanitizer, bool replication2)
    {
        var text = new StringBuilder().AppendLine(ServerVersion).AppendLine();
        foreach (var (name, value) in Details(failureTests, sanitizer, replication2))
        {
            text.AppendLine($"{name}: {value}");
        }

        return text.ToString();
    }
}
