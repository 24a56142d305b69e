using System.Globalization;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Options;

/// <summary>Checks a value against type, range and allowed set of its option.</summary>
internal static class OptionValidation
{
    public static void Check(OptionDefinition definition, string value)
    {
        var complaint = definition.Type switch
        {
            OptionType.Boolean => OptionNumbers.TryBoolean(value, out _) ? null : $"invalid value '{value}'. expecting 'true' or 'false'",
            OptionType.Double => CheckDouble(definition, value),
            OptionType.Text or OptionType.TextList => null,
            _ => CheckInteger(definition, value),
        };

        if (complaint is null && definition.AllowedValues.Length > 0 && !definition.AllowedValues.Contains(value))
        {
            complaint = $"invalid value '{value}'. possible values: {string.Join(", ", definition.AllowedValues)}";
        }

        if (complaint is not null)
        {
            throw new OptionException(
                ExitCodes.InvalidOptionValue, $"error setting value for option '--{definition.Name}': {complaint}");
        }
    }

    private static string? CheckDouble(OptionDefinition definition, string value)
    {
        if (!OptionNumbers.TryDouble(value, out var number))
        {
            return $"invalid value '{value}'. expecting a number";
        }

        var (minimum, maximum) = (Bound(definition.Minimum, double.MinValue), Bound(definition.Maximum, double.MaxValue));
        return number < minimum || number > maximum ? $"number '{value}' out of range ({minimum.ToString(CultureInfo.InvariantCulture)} - {maximum.ToString(CultureInfo.InvariantCulture)})" : null;
    }

    private static double Bound(string text, double missing) => text.Length > 0 ? double.Parse(text, CultureInfo.InvariantCulture) : missing;

    private static string? CheckInteger(OptionDefinition definition, string value)
    {
        if (!OptionNumbers.TryInteger(value, out var number))
        {
            return $"invalid value '{value}'. expecting an integer";
        }

        var unsigned = definition.Type is OptionType.UInt32 or OptionType.UInt64;
        if (!OptionNumbers.TryInteger(definition.Minimum, out var minimum))
        {
            minimum = unsigned ? 0 : long.MinValue;
        }

        if (!OptionNumbers.TryInteger(definition.Maximum, out var maximum))
        {
            maximum = unsigned ? ulong.MaxValue : long.MaxValue;
        }

        return number < minimum || number > maximum ? $"number '{value}' out of range ({minimum} - {maximum})" : null;
    }
}
