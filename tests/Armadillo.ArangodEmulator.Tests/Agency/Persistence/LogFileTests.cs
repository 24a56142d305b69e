using Armadillo.ArangodEmulator.Agency.Persistence;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Tests.Agency.Store;

namespace Armadillo.ArangodEmulator.Tests.Agency.Persistence;

public sealed class LogFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("agency-log-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Entries_are_read_back_after_a_restart()
    {
        using (var file = new LogFile(_directory, sync: true))
        {
            file.Append([Entry(0, 0), Entry(1, 1), Entry(2, 1)]);
            await file.WaitAllAsync();
        }

        using var again = new LogFile(_directory, sync: true);
        Assert.Equal(3, again.Log.Entries.Count);
        Assert.Equal("client 2", again.Log[2].ClientId);
        Assert.Equal("""{"k":2}""", System.Text.Encoding.UTF8.GetString(again.Log[2].Request));
        Assert.Equal(2, again.Log.IndexOf("client 2"));
        Assert.False(again.Torn);
    }

    [Fact]
    public void A_torn_tail_is_cut_off_and_the_log_goes_on()
    {
        using (var file = new LogFile(_directory, sync: false))
        {
            file.Append([Entry(0, 0), Entry(1, 1), Entry(2, 1)]);
        }

        var path = Path.Combine(_directory, "log");
        var whole = File.ReadAllBytes(path);
        for (var missing = 1; missing < 12; missing++)
        {
            File.WriteAllBytes(path, whole[..^missing]);
            using (var file = new LogFile(_directory, sync: false))
            {
                Assert.True(file.Torn);
                Assert.Equal(1, file.Log.LastIndex);
                file.Append([Entry(2, 5)]);
            }

            using var again = new LogFile(_directory, sync: false);
            Assert.Equal((2L, 5L), (again.Log.LastIndex, again.Log.LastTerm));
        }
    }

    [Fact]
    public void A_damaged_record_ends_the_log()
    {
        using (var file = new LogFile(_directory, sync: false))
        {
            file.Append([Entry(0, 0), Entry(1, 1)]);
        }

        var path = Path.Combine(_directory, "log");
        var content = File.ReadAllBytes(path);
        content[^3] ^= 0xff;
        File.WriteAllBytes(path, content);
        using var again = new LogFile(_directory, sync: false);
        Assert.Equal(0, again.Log.LastIndex);
    }

    [Fact]
    public void What_a_new_leader_voided_stays_void()
    {
        using (var file = new LogFile(_directory, sync: false))
        {
            file.Append([Entry(0, 0), Entry(1, 1), Entry(2, 1)]);
            file.Truncate(1);
            file.Append([Entry(1, 2)]);
        }

        using var again = new LogFile(_directory, sync: false);
        Assert.Equal((1L, 2L), (again.Log.LastIndex, again.Log.LastTerm));
    }

    [Fact]
    public void A_snapshot_replaces_the_entries_before_it()
    {
        using (var file = new LogFile(_directory, sync: false))
        {
            file.Append([Entry(0, 0), Entry(1, 1), Entry(2, 1)]);
            file.Compact(new Snapshot(2, 1, Trees.Tree("""{"a":1}""")), [Entry(2, 1)]);
            file.Append([Entry(3, 1)]);
        }

        using var again = new LogFile(_directory, sync: false);
        Assert.Equal((2L, 3L), (again.Log.FirstIndex, again.Log.LastIndex));
        Assert.Equal("""{"a":1}""", Trees.Text(again.Log.Snapshot.Tree));
    }

    [Fact]
    public void Entries_that_a_snapshot_has_overtaken_are_dropped()
    {
        using (var file = new LogFile(_directory, sync: false))
        {
            file.Append([Entry(0, 0), Entry(1, 1)]);
            file.Compact(new Snapshot(7, 3, Trees.Tree("""{"a":1}""")), null);
        }

        using (var file = new LogFile(_directory, sync: false))
        {
            Assert.Equal((8L, 7L, 3L), (file.Log.FirstIndex, file.Log.LastIndex, file.Log.LastTerm));
            file.Append([Entry(8, 3)]);
        }

        using var again = new LogFile(_directory, sync: false);
        Assert.Equal((8L, 8L), (again.Log.FirstIndex, again.Log.LastIndex));
    }

    [Fact]
    public void A_vote_survives_a_restart()
    {
        new ElectionFile(_directory).Save(7, "AGNT-x");
        Assert.Equal((7L, "AGNT-x"), new ElectionFile(_directory).Load());
    }

    private static LogEntry Entry(long index, long term) => new(index, term, $"client {index}", 1000 + index, System.Text.Encoding.UTF8.GetBytes($$"""{"k":{{index}}}"""));
}
