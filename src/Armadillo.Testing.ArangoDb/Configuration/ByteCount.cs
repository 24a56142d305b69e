using System.Globalization;

namespace Armadillo.Testing.ArangoDb.Configuration;

/// <summary>Amounts of memory as people write them.</summary>
internal static class ByteCount
{
    public const string Accepts = "bytes, at least 1, such as 4294967296, 512MiB or 4GiB";

    private static readonly (string Unit, int Shift)[] Units = [("KiB", 10), ("MiB", 20), ("GiB", 30)];

    public static object? Read(string text)
    {
        var (digits, shift) = (text.Trim(), 0);
        if (Units.FirstOrDefault(unit => digits.EndsWith(unit.Unit, StringComparison.OrdinalIgnoreCase)) is { Unit: { } name } unit)
        {
            (digits, shift) = (digits[..^name.Length], unit.Shift);
        }

        return long.TryParse(digits, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var count) && count > 0 && count <= long.MaxValue >> shift
            ? count << shift
            : null;
    }
}
