using System.Text;
using Armadillo.Testing.Native;

namespace Armadillo.Testing.Tests.Processes;

public sealed class ProcStatTests
{
    [Theory]
    [InlineData("sleep")]
    [InlineData("a b")]
    [InlineData(") R 1 (")]
    [InlineData("")]
    public void A_process_is_read_whatever_its_name(string name)
    {
        var line = $"42 ({name}) T 7 8 9 0 -1 4194560 1 2 3 4 5 6 7 8 20 5 1 0 123456 999 1";
        Assert.True(ProcStat.TryParse(Encoding.ASCII.GetBytes(line), 42, out var stat));
        Assert.Equal(new ProcStat(42, 7, 9, 'T', 5, 123456), stat);
        Assert.True(stat.Runs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 (sleep)")]
    [InlineData("42 (sleep) T 7 8")]
    public void A_line_that_was_cut_short_is_refused(string line) =>
        Assert.False(ProcStat.TryParse(Encoding.ASCII.GetBytes(line), 42, out _));

    [Fact]
    public void This_process_is_found_below_its_parent()
    {
        Assert.True(ProcStat.TryRead(Environment.ProcessId, out var self));
        Assert.True(ProcStat.IsRunning(self.Pid, self.StartTicks));
        Assert.False(ProcStat.IsRunning(self.Pid, self.StartTicks + 1));
        Assert.Contains(ProcessSnapshot.Take().Descendants(self.ParentPid), process => process.Pid == self.Pid);
    }
}
