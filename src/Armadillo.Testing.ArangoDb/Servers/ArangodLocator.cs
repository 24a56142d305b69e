namespace Armadillo.Testing.ArangoDb.Servers;

/// <summary>Finds the server that the machine is set up for.</summary>
internal static class ArangodLocator
{
    public const string Variable = "ARMADILLO_ARANGOD";

    public static ArangodServer Find(string? variable, string? path)
    {
        if (variable == "emulator")
        {
            return EmulatorLocator.Find();
        }

        if (!string.IsNullOrWhiteSpace(variable))
        {
            return File.Exists(variable)
                ? ArangodServer.At(Path.GetFullPath(variable))
                : throw new ArangodNotFoundException(
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
                   - arangod on PATH
                 """);
    }
}
