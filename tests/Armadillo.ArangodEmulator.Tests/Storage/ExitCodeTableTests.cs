using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Storage;

/// <summary>Every exit code of the table is reached by its cause, or named here with the reason why it is not.</summary>
public sealed class ExitCodeTableTests
{
    internal static IReadOnlyDictionary<int, string> Unreachable { get; } = new Dictionary<int, string>
    {
        [2] = "what makes arangod end with it is not known",
        [5] = "arangod starts no other program that could be missing",
        [30] = "there is no engine whose tables could be compacted",
    };

    private static readonly Dictionary<int, Func<Scene, Task<int>>> _causes = new()
    {
        [0] = static s => s.RunAsync("--check-configuration", "true"),
        [1] = static s => s.RunAsync("--database.required-directory-state", "existing"),
        [3] = static s => s.RunAsync("--no-such.option", "1"),
        [4] = static s => s.RunAsync("--agency.size", "many"),
        [6] = static s => s.RunAsync("--configuration", s.At("nowhere.conf")),
        [10] = static async s =>
        {
            await s.InitializeAsync("""{"version":31105,"tasks":{}}""");

            // Nobody can put a new file where a directory is.
            Directory.CreateDirectory(s.Data("VERSION.new"));
            return await s.RunAsync("--database.auto-upgrade", "true");
        },
        [11] = static async s =>
        {
            await s.InitializeAsync("""{"version":31105,"tasks":{}}""");
            return await s.RunAsync();
        },
        [12] = static async s =>
        {
            await s.InitializeAsync("""{"version":40001,"tasks":{}}""");
            return await s.RunAsync();
        },
        [13] = static async s =>
        {
            await s.InitializeAsync("no version");
            return await s.RunAsync();
        },
        [20] = static async s =>
        {
            await File.WriteAllTextAsync(s.At("pid"), $"{Environment.ProcessId}\n");
            return await s.RunAsync("--pid-file", s.At("pid"));
        },
        [21] = static async s =>
        {
            using var holder = new TcpListener(IPAddress.Loopback, 0);
            holder.Start();
            return await s.RunAsync("--server.endpoint", $"tcp://127.0.0.1:{((IPEndPoint)holder.LocalEndpoint).Port}");
        },
        [22] = static async s =>
        {
            await using var first = EmulatorProcess.Start(SingleServer.Arguments(FreePorts.One(), s.Data("")));
            await first.WaitUntilReadyAsync();
            return await s.RunAsync();
        },
        [23] = static async s =>
        {
            await s.InitializeAsync(null);
            await File.WriteAllTextAsync(s.Data("emulator-journal"), "{\"op\":\"database\",\"na\n{\"op\":\"database\",\"name\":\"d\",\"id\":7}\n");
            return await s.RunAsync();
        },
        [24] = static async s =>
        {
            await s.InitializeAsync(null);
            return await s.RunAsync("--database.init-database", "true", "--database.password", "p");
        },
        [25] = static async s =>
        {
            await s.InitializeAsync(null);
            await File.WriteAllTextAsync(s.Data("ENGINE"), "mmfiles");
            return await s.RunAsync();
        },
        [26] = static s => s.RunAsync([("ICU_DATA", s.At("nowhere"))]),
        [27] = static s => s.RunAsync([("TZ_DATA", s.At("nowhere"))]),
        [28] = static s => s.RunAsync("--server.descriptors-minimum", "1000000000"),
        [29] = static async s =>
        {
            Directory.CreateDirectory(s.Data("engine-rocksdb"));
            await File.WriteAllTextAsync(s.Data("engine-rocksdb/000012.sst"), "this is no table of RocksDB");
            return await s.RunAsync("--rocksdb.verify-sst", "true");
        },
    };

    public static TheoryData<int> Reachable => [.. _causes.Keys];

    [Fact]
    public void Every_code_of_the_table_is_either_caused_or_explained()
    {
        var table = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "exitcodes-3.12.json")))!.AsObject();
        Assert.Equal(
            table.Select(static x => int.Parse(x.Key, System.Globalization.CultureInfo.InvariantCulture)).Order(),
            _causes.Keys.Concat(Unreachable.Keys).Order());
    }

    [Theory]
    [MemberData(nameof(Reachable))]
    public async Task The_cause_leads_to_the_code(int code)
    {
        using var scene = new Scene();
        Assert.Equal(code, await _causes[code](scene));
    }

    [Fact]
    public async Task An_old_directory_is_upgraded_and_then_starts()
    {
        using var scene = new Scene();
        await scene.InitializeAsync("""{"version":31105,"tasks":{}}""");
        Assert.Equal(11, await scene.RunAsync("--database.check-version", "true"));
        Assert.Contains(scene.LastOutput, static l => l.Contains("FATAL [40e37]", StringComparison.Ordinal));
        Assert.Equal(0, await scene.RunAsync("--database.auto-upgrade", "true"));
        Assert.Contains(scene.LastOutput, static l => l.Contains("[0de5e]", StringComparison.Ordinal));
        Assert.DoesNotContain(scene.LastOutput, static l => l.Contains("ready for business", StringComparison.Ordinal));
        Assert.Equal(0, await scene.RunAsync("--database.check-version", "true"));
    }

    [Fact]
    public async Task A_patch_version_is_no_reason_and_a_broken_version_file_can_be_overwritten()
    {
        using var scene = new Scene();
        await scene.InitializeAsync("""{"version":31203,"tasks":{}}""");
        Assert.Equal(0, await scene.RunAsync("--database.check-version", "true"));
        await File.WriteAllTextAsync(scene.Data("VERSION"), "");
        Assert.Equal(13, await scene.RunAsync("--database.check-version", "true"));
        Assert.Equal(0, await scene.RunAsync("--database.auto-upgrade", "true", "--database.ignore-datafile-errors", "true"));
        Assert.Contains("31210", await File.ReadAllTextAsync(scene.Data("VERSION")), StringComparison.Ordinal);
        Assert.Equal(1, await scene.RunAsync("--database.auto-upgrade", "true", "--database.upgrade-check", "false"));
    }

    [Fact]
    public async Task A_prepared_directory_knows_the_password_and_the_admin_can_be_restored()
    {
        using var scene = new Scene();
        Assert.Equal(0, await scene.RunAsync("--database.init-database", "true", "--database.password", "first"));
        await StartedWithAsync(scene, "first");
        Assert.Equal(0, await scene.RunAsync("--database.restore-admin", "true", "--database.password", "second"));
        await StartedWithAsync(scene, "second");
    }

    [Fact]
    public async Task Encrypted_data_want_their_key_of_32_bytes()
    {
        using var scene = new Scene();
        await File.WriteAllBytesAsync(scene.At("key"), new byte[32]);
        await File.WriteAllBytesAsync(scene.At("other"), [.. Enumerable.Repeat((byte)1, 32)]);
        await File.WriteAllBytesAsync(scene.At("short"), new byte[31]);
        const string Option = "--rocksdb.encryption-keyfile";
        Assert.Equal(1, await scene.RunAsync(Option, scene.At("short")));
        await scene.InitializeAsync(null, Option, scene.At("key"));
        Assert.Equal(0, await scene.RunAsync("--database.auto-upgrade", "true", Option, scene.At("key")));
        Assert.Equal(1, await scene.RunAsync("--database.auto-upgrade", "true", Option, scene.At("other")));
        Assert.Contains("another key", scene.LastOutput[^1], StringComparison.Ordinal);
        Assert.Equal(1, await scene.RunAsync("--database.auto-upgrade", "true"));
    }

    private static async Task StartedWithAsync(Scene scene, string password)
    {
        var port = FreePorts.One();
        await using var server = EmulatorProcess.Start(SingleServer.Arguments(port, scene.Data("")));
        await server.WaitUntilReadyAsync();
        Assert.Equal(200, (await Requests.GetAsync(port, "/_api/version", Requests.Basic("root", password))).Status);
        Assert.Equal(401, (await Requests.GetAsync(port, "/_api/version", Requests.Basic("root", password + "x"))).Status);
    }

    /// <summary>A data directory and the runs of a server in it.</summary>
    private sealed class Scene : IDisposable
    {
        private readonly ScratchDirectory _scratch = new();

        public IReadOnlyList<string> LastOutput { get; private set; } = [];

        public string At(string name) => _scratch.At(name);

        public string Data(string name) => Path.Combine(_scratch.At("data"), name);

        /// <summary>A directory that a server has made, with another VERSION if given.</summary>
        public async Task InitializeAsync(string? version, params string[] more)
        {
            Assert.Equal(0, await RunAsync(["--database.init-database", "true", "--database.password", "", .. more]));
            if (version is not null)
            {
                await File.WriteAllTextAsync(Data("VERSION"), version);
            }
        }

        public Task<int> RunAsync(params string[] more) => RunAsync([], more);

        public async Task<int> RunAsync((string Name, string Value)[] variables, params string[] more)
        {
            await using var process = EmulatorProcess.Start(variables, SingleServer.Arguments(FreePorts.One(), Data(""), more));
            var code = await process.WaitForExitAsync();
            await process.WaitForEndOfOutputAsync();
            LastOutput = process.Output;
            return code;
        }

        public void Dispose() => _scratch.Dispose();
    }
}
