using Armadillo.ArangodEmulator.Crashes;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Debugging;

/// <summary>
/// The failure points around the moment in which a write reaches the journal. Before it nothing is kept, after it everything is,
/// though the client is not told.
/// </summary>
internal sealed class CommitFaults(FailurePoints points, CrashHandler crashes)
{
    public void BeforeCommit() => Strike(FailurePoints.FailBeforeIntermediateCommit, FailurePoints.SegfaultBeforeIntermediateCommit);

    public void AfterCommit() => Strike(FailurePoints.FailAfterAllCommits, FailurePoints.SegfaultAfterAllCommits);

    private void Strike(string fail, string crash)
    {
        if (points.IsSet(crash))
        {
            crashes.Crash(CrashCause.SegmentationFault, hardKill: false);
        }

        if (points.IsSet(fail))
        {
            throw new DataError(500, 22, "intentional debug error");
        }
    }
}
