using System.Globalization;

namespace Armadillo.Testing.Readiness;

internal sealed class FileCondition(string path) : Condition
{
    public override string Description => $"the file {path} exists and is not empty";

    protected internal override ConditionProbe CreateProbe(ConditionContext context) => new Probe(this, Path.Combine(context.Target.Directories.Root, path));

    private sealed class Probe(Condition condition, string fullPath) : ConditionProbe
    {
        protected internal override ValueTask<Observation> ObserveAsync(CancellationToken cancellationToken)
        {
            var file = new FileInfo(fullPath);
            var seen = file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} bytes") : "no such file";
            return ValueTask.FromResult(new Observation(condition.Description, file is { Exists: true, Length: > 0 }, seen));
        }
    }
}
