using System.Text.Json.Serialization;

namespace Armadillo.Testing.Events;

[JsonSerializable(typeof(LifecycleEvent))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class EventJson : JsonSerializerContext;
