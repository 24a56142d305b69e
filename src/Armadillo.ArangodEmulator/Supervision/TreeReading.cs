using System.Collections.Immutable;
using System.Globalization;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision;

internal static class TreeReading
{
    extension(ObjectValue tree)
    {
        /// <summary>Text at the path; null when there is none.</summary>
        public string? TextAt(string path) => (tree.At(path) as StringValue)?.Content;

        /// <summary>An id at the path, kept as a text or as a number; null when there is none.</summary>
        public string? IdAt(string path) => tree.At(path) switch
        {
            StringValue text => text.Content,
            NumberValue { Integer: { } number } => number.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };

        /// <summary>Members at the path; empty when there are none.</summary>
        public ObjectValue NodeAt(string path) => tree.At(path) as ObjectValue ?? ObjectValue.Empty;

        public bool Has(string path) => tree.At(path) is not null;

        /// <summary>The texts of the array at the path; null when there is none.</summary>
        public ImmutableArray<string>? TextsAt(string path) => (tree.At(path) as ArrayValue)?.Texts;

        public bool FlagAt(string path) => tree.At(path) is BoolValue { Content: true };

        public long? NumberAt(string path) => (tree.At(path) as NumberValue)?.Integer;
    }
}
