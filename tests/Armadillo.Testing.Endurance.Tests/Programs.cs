using System.Globalization;
using Armadillo.Testing.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Endurance.Tests;

/// <summary>The programs that these tests start, and how often: the scripts ask for more than the suite.</summary>
internal static class Programs
{
    public static string Misbehaver => Path.Combine(AppContext.BaseDirectory, "misbehaver");

    public static string TopologyHost => Path.Combine(AppContext.BaseDirectory, "topology-host");

    public static int Count(string variable, int otherwise) =>
        int.Parse(Environment.GetEnvironmentVariable(variable) ?? $"{otherwise}", CultureInfo.InvariantCulture);

    public static ServiceProvider CreateProvider(string root) =>
        new ServiceCollection().AddArmadillo(options => options.RootDirectory = root).BuildServiceProvider();

    /// <summary>The file of the script that runs these tests; null in the suite.</summary>
    public static string? Log => Environment.GetEnvironmentVariable("ENDURANCE_LOG") is { Length: > 0 } path ? path : null;

    /// <summary>Appends a line to the script's file.</summary>
    public static void Record(string line)
    {
        if (Log is { } path)
        {
            File.AppendAllText(path, line + "\n");
        }
    }
}
