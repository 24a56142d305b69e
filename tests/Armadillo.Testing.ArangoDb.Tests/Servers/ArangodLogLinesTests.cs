using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.ArangoDb.Tests.Servers;

public sealed class ArangodLogLinesTests
{
    [Theory]
    [InlineData("2026-01-02T03:04:05Z [7] FATAL [16618] {crash} gone", true)]
    [InlineData("2026-01-02T03:04:05Z [7] ERROR [12345] {general} broken", true)]
    [InlineData("2026-01-02T03:04:05Z [7] WARNING [3ad54] {engines} slow", true)]
    [InlineData("2026-01-02T03:04:05Z [7] INFO [a962b] {crash} details", true)]
    [InlineData("2026-01-02T03:04:05Z [7] WARNING [0458b] {general} maintainer mode", false)]
    [InlineData("2026-01-02T03:04:05Z [7] WARNING [bd666] {general} maintainer mode", false)]
    [InlineData("2026-01-02T03:04:05Z [7] INFO [cf3f4] {general} ready, no ERROR here", false)]
    public void Errors_warnings_and_crash_lines_are_important_and_known_noise_is_not(string line, bool important) =>
        Assert.Equal(important, ArangodLogLines.IsImportant(line));

    [Theory]
    [InlineData(3, "invalid startup option name")]
    [InlineData(4, "invalid startup option value")]
    [InlineData(21, "could not bind its port")]
    [InlineData(22, "could not lock the data directory")]
    [InlineData(28, "ulimit -n")]
    public void Exit_codes_are_put_into_words(int code, string words) =>
        Assert.Contains(words, ArangodExits.Explain(new ProcessExit(code, null, false, default)), StringComparison.Ordinal);

    [Fact]
    public void A_signal_and_an_unknown_code_are_not_explained_by_the_kit()
    {
        Assert.Null(ArangodExits.Explain(new ProcessExit(null, ProcessSignal.Kill, false, default)));
        Assert.Null(ArangodExits.Explain(new ProcessExit(99, null, false, default)));
    }
}
