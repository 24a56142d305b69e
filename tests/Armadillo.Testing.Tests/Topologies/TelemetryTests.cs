using System.Diagnostics;
using System.Diagnostics.Metrics;
using static Armadillo.Testing.Tests.Shells;

namespace Armadillo.Testing.Tests.Topologies;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Spans_and_figures_come_under_one_name_for_any_exporter()
    {
        var topologyName = $"telemetry-{Guid.NewGuid():N}";
        var spans = new List<string>();
        var figures = new List<string>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Armadillo.Testing",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => Note(spans, activity.OperationName, activity.GetTagItem("armadillo.topology")),
        };
        ActivitySource.AddActivityListener(activities);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Armadillo.Testing")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(figures, instrument.Name, TagOf(tags)));
        meters.Start();

        await using (var container = new TestContainer())
        {
            await using var topology = await container.Starter.StartAsync(Topology(Shell("one", "exec sleep 1000")) with { Name = topologyName });
        }

        Assert.Equal(["instance start", "topology start", "instance stop", "topology stop"], spans);
        Assert.Equal(["armadillo.instance.start.duration", "armadillo.topology.start.duration", "armadillo.topology.stop.duration"], figures);

        void Note(List<string> list, string name, object? topology)
        {
            // Other tests run at the same time; each topology is known by its name.
            if (topology as string == topologyName)
            {
                lock (list)
                {
                    list.Add(name);
                }
            }
        }
    }

    private static object? TagOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == "armadillo.topology")
            {
                return tag.Value;
            }
        }

        return null;
    }
}
