using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Armadillo.ArangodEmulator.Http;

[JsonSerializable(typeof(JsonNode))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
internal sealed partial class EmulatorJson : JsonSerializerContext;
