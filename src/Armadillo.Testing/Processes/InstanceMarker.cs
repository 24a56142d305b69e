using System.Globalization;

namespace Armadillo.Testing.Processes;

/// <summary>
/// The variable by which a descendant is known wherever it went. Its value is: launcher, member, name, divided by slashes.
/// </summary>
internal static class InstanceMarker
{
    internal const string Variable = "ARMADILLO_INSTANCE";

    internal static string Entry(string launcher, int member, string name) => Prefix(launcher, member) + name;

    /// <summary>What the environment of every descendant of one member contains.</summary>
    internal static string Prefix(string launcher, int member) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(launcher)}{member}/");

    /// <summary>What the environment of every descendant of any member contains.</summary>
    internal static string Prefix(string launcher) => $"{Variable}={launcher}/";
}
