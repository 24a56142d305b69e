namespace Armadillo.Testing.ArangoDb.Servers;

/// <summary>Finds the server that the machine is set up for.</summary>
internal static class ArangodLocator
{
    public const string Variable = "ARMADILLO_ARANGOD";

    /// <summary>The server of this name, <c>emulator</c> or a path; <see langword="null"/> when the path is no file.</summary>
    public static ArangodServer? Named(string name, string fullPath) =>
        name == "emulator" ? EmulatorLocator.Find() : File.Exists(fullPath) ? ArangodServer.At(fullPath) : null;

    public static ArangodServer Find(string? variable, string? path)
    {
        if (!string.IsNullOrWhiteSpace(variable))
        {
            return Named(variable, Path.GetFullPath(variable))
                ?? throw new ArangodNotFoundException(
                    $"The variable {Variable} is '{variable}', but there is no such file. Set it to the path of an arangod, or to the word emulator.");
        }

        var found = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, "arangod"))
            .FirstOrDefault(File.Exists);
        return found is not null
            ? ArangodServer.At(found)
            : throw new ArangodNotFoundException(
                $"""
                 No arangod was found. Choose one of these ways:
                   - in code: the spec's property Server, ArangodServer.At("/path/to/arangod") or ArangodServer.Emulator()
                   - the variable {Variable}: the path of an arangod, or the word emulator
                   - in the file armadillo.json: the key ArangoDb:Server, for a fixture
                   - arangod on PATH
                 """);
    }
}
