using Armadillo.Testing.Topologies;

namespace ClusterTour;

/// <summary>Shows the members while they live.</summary>
internal abstract class MembersView : IDisposable
{
    /// <summary>A live table on a terminal, lines everywhere else.</summary>
    public static MembersView Create(bool plain) => plain || Console.IsOutputRedirected ? new LinesView() : new TableView();

    /// <summary>Begins to show a topology.</summary>
    public abstract void Watch(Topology topology);

    /// <summary>Tells the story.</summary>
    public abstract void Say(string sentence);

    public abstract void Dispose();
}
