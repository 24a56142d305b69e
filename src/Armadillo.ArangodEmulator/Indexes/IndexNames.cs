using System.Globalization;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Indexes;

/// <summary>Names for indexes that were given none.</summary>
internal static class IndexNames
{
    public static string Next(Ticks ticks) => string.Create(CultureInfo.InvariantCulture, $"idx_{ticks.NextNumber()}");
}
