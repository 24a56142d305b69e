namespace Armadillo.Testing.RealServers.Tests;

/// <summary>A test that needs real programs; skipped, with the names of those that are missing, where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServerFactAttribute : FactAttribute
{
    public ServerFactAttribute(params string[] programs)
    {
        Needed = programs;
        var missing = programs.Where(program => Installed.Find(program) is null).ToList();
        if (missing.Count > 0)
        {
            Skip = $"not installed: {string.Join(", ", missing)} (test.sh names the packages)";
        }
    }

    public IReadOnlyList<string> Needed { get; }
}
