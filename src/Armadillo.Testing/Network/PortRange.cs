using System.Globalization;

namespace Armadillo.Testing.Network;

/// <summary>The ports that instances get, both ends included.</summary>
/// <param name="First">Lowest port, 1024 to 65535.</param>
/// <param name="Last">Highest port, <paramref name="First"/> to 65535.</param>
public readonly record struct PortRange(int First, int Last)
{
    /// <summary>
    /// 20000 to 32767: below the range from which Linux takes local ports for outgoing connections (32768 and up), so a
    /// connection of anybody never sits on a leased port.
    /// </summary>
    public static PortRange Default => new(20000, 32767);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
