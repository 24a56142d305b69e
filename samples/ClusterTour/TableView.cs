using System.Globalization;
using Armadillo.Testing.Events;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Topologies;
using Spectre.Console;

namespace ClusterTour;

/// <summary>A table of the members that changes in place.</summary>
internal sealed class TableView : MembersView
{
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _changed = new(1);
    private readonly Queue<string> _story = new();
    private Topology? _topology;
    private IDisposable? _subscription;
    private Task _drawing = Task.CompletedTask;
    private string _observation = "";

    public override void Watch(Topology topology)
    {
        _topology = topology;
        _subscription = topology.Events.Subscribe(happened =>
        {
            if (happened is ConditionObserved or ConditionMet)
            {
                _observation = happened.Describe();
            }

            Changed();
        });
        _drawing = Task.Run(DrawAsync);
    }

    public override void Say(string sentence)
    {
        if (_topology is null)
        {
            Console.WriteLine(sentence);
            return;
        }

        lock (_story)
        {
            _story.Enqueue(sentence);
        }

        Changed();
    }

    public override void Dispose()
    {
        if (_end.IsCancellationRequested)
        {
            return;
        }

        _subscription?.Dispose();
        _end.Cancel();
        Changed();
        _drawing.Wait();
    }

    private void Changed()
    {
        if (_changed.CurrentCount == 0)
        {
            _changed.Release();
        }
    }

    private Task DrawAsync() => AnsiConsole.Live(Draw()).StartAsync(async context =>
    {
        while (!_end.IsCancellationRequested)
        {
            await _changed.WaitAsync();
            context.UpdateTarget(Draw());
        }
    });

    private Rows Draw()
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("member", "role", "state", "endpoint", "pid", "last log line");
        foreach (var instance in _topology!.Instances)
        {
            var last = instance.Log.Tail(1);
            table.AddRow(
                instance.Name,
                instance.Role,
                $"[{Colour(instance.State)}]{instance.State}[/]",
                instance.Endpoint!.Authority,
                instance.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "-",
                Markup.Escape(last.Count == 0 ? "" : Shorten(MessageOf(last[0].Text), 60)));
        }

        string[] story;
        lock (_story)
        {
            story = [.. _story.TakeLast(8)];
        }

        return new Rows([table, new Text(Shorten(_observation, 110), new Style(Color.Grey)), .. story.Select(s => new Text(s))]);
    }

    private static string Colour(InstanceState state) => state switch
    {
        InstanceState.Running => "green",
        InstanceState.Crashed => "red",
        InstanceState.Starting or InstanceState.Stopping or InstanceState.Suspended => "yellow",
        _ => "grey",
    };

    /// <summary>What follows time, pid, level and topic in arangod's lines.</summary>
    private static string MessageOf(string line) => line.IndexOf("} ", StringComparison.Ordinal) is > 0 and var end ? line[(end + 2)..] : line;

    private static string Shorten(string text, int length) => text.Length <= length ? text : text[..(length - 3)] + "...";
}
