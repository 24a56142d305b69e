using Xunit.Sdk;

namespace Armadillo.Testing.Xunit.Framework;

/// <summary>xUnit's complaint about constructor parameters that it has no fixture for: those are given by the scope.</summary>
internal static class MissingArguments
{
    private const string Complaint = "The following constructor parameters did not have matching fixture data";

    /// <summary>The same exceptions without that complaint.</summary>
    public static ExceptionAggregator Forgive(ExceptionAggregator aggregator)
    {
        var remaining = new ExceptionAggregator();
        foreach (var exception in aggregator.ToException() is AggregateException several ? several.InnerExceptions : [.. new[] { aggregator.ToException() }.OfType<Exception>()])
        {
            if (exception is not TestClassException || !exception.Message.StartsWith(Complaint, StringComparison.Ordinal))
            {
                remaining.Add(exception);
            }
        }

        return remaining;
    }
}
