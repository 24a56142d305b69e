using System.Globalization;
using System.Text;

namespace Armadillo.Testing.Diagnostics;

/// <summary>A topology could not be started. Everything that was started is gone again; the logs are kept.</summary>
public sealed class TopologyStartException : Exception
{
    internal TopologyStartException(string topology, string directory, IReadOnlyList<Exception> problems)
        : base(Compose(topology, directory, problems), problems[0])
    {
        Problems = problems;
        Directory = directory;
    }

    /// <summary>All that went wrong, the cause first.</summary>
    public IReadOnlyList<Exception> Problems { get; }

    /// <summary>The topology's directory with the logs; kept.</summary>
    public string Directory { get; }

    private static string Compose(string topology, string directory, IReadOnlyList<Exception> problems)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Topology '{topology}' could not be started; all that was started has been stopped again.");
        foreach (var problem in problems)
        {
            text.AppendLine(problem.Message);
        }

        text.Append(CultureInfo.InvariantCulture, $"Logs: {directory}");
        return text.ToString();
    }
}
