using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Armadillo.Testing.Instances;

/// <summary>
/// Spans and figures under the name <c>Armadillo.Testing</c>, for any OpenTelemetry exporter:
/// <c>AddSource("Armadillo.Testing")</c> and <c>AddMeter("Armadillo.Testing")</c>.
/// </summary>
internal static class Telemetry
{
    private const string Name = "Armadillo.Testing";
    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> InstanceStart = Meter.CreateHistogram<double>("armadillo.instance.start.duration", "s", "From launch to readiness.");
    private static readonly Histogram<double> TopologyStart = Meter.CreateHistogram<double>("armadillo.topology.start.duration", "s", "From the first launch to the readiness of the whole.");
    private static readonly Histogram<double> TopologyStop = Meter.CreateHistogram<double>("armadillo.topology.stop.duration", "s", "From asking the first member to the end of the last.");
    private static readonly Counter<long> Restarts = Meter.CreateCounter<long>("armadillo.instance.restarts", "{restart}", "Restarts by policy and repeated starts.");
    private static readonly Counter<long> Crashes = Meter.CreateCounter<long>("armadillo.instance.crashes", "{crash}", "Exits that nobody announced.");
    private static readonly Counter<long> HealthChecks = Meter.CreateCounter<long>("armadillo.health.checks", "{check}", "Looks at the health of instances.");

    public static Activity? StartTopology(string topology) => Source.StartActivity("topology start")?.SetTag("armadillo.topology", topology);

    public static Activity? StopTopology(string topology) => Source.StartActivity("topology stop")?.SetTag("armadillo.topology", topology);

    public static Activity? StartInstance(string topology, Instance instance) => Tag(Source.StartActivity("instance start"), topology, instance);

    public static Activity? StopInstance(string topology, Instance instance) => Tag(Source.StartActivity("instance stop"), topology, instance);

    public static void InstanceStarted(string topology, Instance instance, TimeSpan took) => InstanceStart.Record(took.TotalSeconds, Tags(topology, instance));

    public static void InstanceRestarted(string topology, Instance instance) => Restarts.Add(1, Tags(topology, instance));

    public static void InstanceCrashed(string topology, Instance instance) => Crashes.Add(1, Tags(topology, instance));

    public static void HealthChecked(string topology, Instance instance, bool healthy)
    {
        var tags = Tags(topology, instance);
        tags.Add("armadillo.healthy", healthy);
        HealthChecks.Add(1, tags);
    }

    public static void TopologyStarted(string topology, TimeSpan took) => TopologyStart.Record(took.TotalSeconds, new TagList { { "armadillo.topology", topology } });

    public static void TopologyStopped(string topology, TimeSpan took) => TopologyStop.Record(took.TotalSeconds, new TagList { { "armadillo.topology", topology } });

    private static Activity? Tag(Activity? activity, string topology, Instance instance) => activity?
        .SetTag("armadillo.topology", topology).SetTag("armadillo.instance", instance.Name).SetTag("armadillo.role", instance.Role);

    private static TagList Tags(string topology, Instance instance) => new() { { "armadillo.topology", topology }, { "armadillo.role", instance.Role } };
}
