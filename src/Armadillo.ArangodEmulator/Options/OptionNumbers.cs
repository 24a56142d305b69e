using System.Globalization;

namespace Armadillo.ArangodEmulator.Options;

/// <summary>Reads numbers and booleans as arangod's command line writes them.</summary>
internal static class OptionNumbers
{
    private static readonly (string Suffix, ulong Factor)[] _suffixes =
    [
        ("kib", 1UL << 10), ("mib", 1UL << 20), ("gib", 1UL << 30), ("tib", 1UL << 40),
        ("kb", 1000UL), ("mb", 1000_000UL), ("gb", 1000_000_000UL), ("tb", 1000_000_000_000UL),
        ("k", 1000UL), ("m", 1000_000UL), ("g", 1000_000_000UL), ("t", 1000_000_000_000UL), ("b", 1UL),
    ];

    public static bool TryBoolean(string text, out bool value)
    {
        value = text is "" || Is(text, "true") || Is(text, "on") || Is(text, "yes") || text == "1";
        return value || Is(text, "false") || Is(text, "off") || Is(text, "no") || text == "0";
    }

    /// <remarks>A decimal holds every 64-bit number exactly, and its code comes compiled with the framework: Int128 costs 3 ms of a start.</remarks>
    public static bool TryInteger(string text, out decimal value)
    {
        ulong factor = 1;
        var digits = text.AsSpan().Trim();
        foreach (var (suffix, suffixFactor) in _suffixes)
        {
            if (digits.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                digits = digits[..^suffix.Length];
                factor = suffixFactor;
                break;
            }
        }

        if (!decimal.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }

        // What is beyond 64 bits already is out of range with every suffix, and must not overflow here.
        value = Math.Abs(value) > ulong.MaxValue ? value : value * factor;
        return true;
    }

    public static bool TryDouble(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static bool Is(string text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
