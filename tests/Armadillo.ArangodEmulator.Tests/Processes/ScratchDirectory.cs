namespace Armadillo.ArangodEmulator.Tests.Processes;

/// <summary>A directory that is gone after the test.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public ScratchDirectory() => Root = Directory.CreateTempSubdirectory("arangod-emulator-").FullName;

    public string Root { get; }

    public string At(string name) => Path.Combine(Root, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(At(name), content);
        return At(name);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
