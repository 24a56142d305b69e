using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Crashes;

/// <summary>DATA/crashes: one directory per crash, the ten newest are kept.</summary>
internal sealed class CrashDirectory(string dataDirectory, ServerState state)
{
    private const int Kept = 10;

    private readonly string _root = Path.Combine(dataDirectory, "crashes");

    /// <summary>Newest first.</summary>
    public IReadOnlyList<string> List() => Directory.Exists(_root)
        ? [.. new DirectoryInfo(_root).GetDirectories().OrderByDescending(static d => d.CreationTimeUtc).Select(static d => d.Name)]
        : [];

    /// <summary>At the start: a server that crashes in a loop must not fill the disk.</summary>
    public void Clean()
    {
        foreach (var id in List().Skip(Kept))
        {
            Directory.Delete(Path.Combine(_root, id), recursive: true);
        }
    }

    /// <summary>The contents of one crash by file name; null when there is none of that id.</summary>
    public JsonObject? Read(string id)
    {
        if (!List().Contains(id))
        {
            return null;
        }

        var files = new JsonObject();
        foreach (var file in Directory.GetFiles(Path.Combine(_root, id)).Order(StringComparer.Ordinal))
        {
            files[Path.GetFileName(file)] = File.ReadAllText(file);
        }

        return files;
    }

    public bool Delete(string id)
    {
        if (!List().Contains(id))
        {
            return false;
        }

        Directory.Delete(Path.Combine(_root, id), recursive: true);
        return true;
    }

    public void Write(IReadOnlyList<string> lines)
    {
        var directory = Path.Combine(_root, Guid.NewGuid().ToString("D"));
        try
        {
            Directory.CreateDirectory(directory);
            File.WriteAllLines(Path.Combine(directory, "backtrace.txt"), lines);
            File.WriteAllText(Path.Combine(directory, "system_info.txt"), SystemInfo());
            foreach (var name in (string[])["ApiRecording.json", "Activities.json", "AsyncRegistry.json"])
            {
                // The emulator records none of these; the files are there because collectors look for them.
                File.WriteAllText(Path.Combine(directory, name), "[]");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The crash is the news; a full disk must not hide it.
        }
    }

    private string SystemInfo() =>
        $"version: {Product.FullVersion}\npid: {Environment.ProcessId}\nrole: {state.Role.Name()}\n"
        + $"physical memory: {Machine.PhysicalMemory}\nnumber of cores: {Machine.NumberOfCores}\n";
}
