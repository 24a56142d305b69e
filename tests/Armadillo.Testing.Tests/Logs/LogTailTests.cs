using System.Text;
using Armadillo.Testing.Logs;
using Armadillo.Testing.Tests.Time;

namespace Armadillo.Testing.Tests.Logs;

public sealed class LogTailTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("armadillo-tests-").FullName;
    private readonly string _path;
    private readonly InstanceLog _log;
    private readonly LogTail _tail;

    public LogTailTests()
    {
        _path = Path.Combine(_directory, "stdout.log");
        _log = new InstanceLog(_path, Path.Combine(_directory, "stderr.log"), capacity: 100);
        _tail = new LogTail(_path, LogSource.Output, _log, new ManualTime());
    }

    public void Dispose()
    {
        _tail.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void A_line_counts_when_its_end_was_written()
    {
        Write("first\nsec");
        Assert.Equal(["first"], Drain());
        Write("ond\n\nthird");
        Assert.Equal(["first", "second", ""], Drain());
        Assert.Equal(["first", "second", "", "third"], Drain(final: true));
        Assert.Equal(4, Drain(final: true).Count);
    }

    [Fact]
    public void A_carriage_return_before_the_end_is_no_part_of_the_line()
    {
        Write("one\r\ntwo\r");
        Write("\nthr\ree\r\n");

        Assert.Equal(["one", "two", "thr\ree"], Drain());
    }

    [Fact]
    public void A_character_that_is_written_in_pieces_is_read_as_one()
    {
        foreach (var piece in Encoding.UTF8.GetBytes("größe 🦔\n"))
        {
            WriteBytes([piece]);
            Drain();
        }

        Assert.Equal(["größe 🦔"], Drain());
    }

    [Fact]
    public void Bytes_that_are_no_text_do_not_stop_it()
    {
        WriteBytes([0xff, 0xfe, (byte)'a', (byte)'\n', 0, (byte)'\n']);

        Assert.Equal(["\uFFFD\uFFFDa", "\0"], Drain());
    }

    [Fact]
    public void A_line_without_end_is_cut_and_the_next_one_is_whole()
    {
        Write(new string('x', 200_000) + "\nnext\n");

        var lines = Drain();
        Assert.Equal([16 * 1024, 4], lines.Select(l => l.Length));
        Assert.Equal("next", lines[1]);
    }

    [Fact]
    public void Ten_megabytes_at_once_end_in_the_last_lines_and_a_note_about_the_middle()
    {
        Write(Burst());

        var lines = Drain();

        Assert.Equal(100, lines.Count);
        Assert.Equal(Enumerable.Range(LinesOfBurst - 100, 100).Select(Line), lines);
    }

    [Fact]
    public void When_somebody_listens_every_line_of_ten_megabytes_arrives()
    {
        var seen = 0;
        var wrong = 0;
        using var subscription = _log.Subscribe(line => wrong += line.Text == Line(seen++) ? 0 : 1);
        Write(Burst());

        Drain();

        Assert.Equal((LinesOfBurst, 0), (seen, wrong));
    }

    [Fact]
    public void What_an_earlier_launch_wrote_is_left_out()
    {
        Write("old\n");
        using var later = new LogTail(_path, LogSource.Output, _log, new ManualTime()) { StartAtEnd = true };
        _log.MarkLaunch();
        Write("new\n");
        later.Drain();

        Assert.Equal(["new"], _log.Tail(10).Select(l => l.Text));
        Assert.Equal(["new"], _log.ReadSinceLaunch().Select(l => l.Text));
    }

    [Fact]
    public void A_subscriber_that_left_hears_nothing_more()
    {
        var heard = new List<string>();
        var subscription = _log.Subscribe(line => heard.Add(line.Text));
        Write("one\n");
        Drain();
        subscription.Dispose();
        Write("two\n");
        Drain();

        Assert.Equal(["one"], heard);
    }

    private const int LinesOfBurst = 160_000;

    private static string Line(int number) => $"line {number} ".PadRight(63, '.');

    private static string Burst() => string.Concat(Enumerable.Range(0, LinesOfBurst).Select(n => Line(n) + "\n"));

    private void Write(string text) => WriteBytes(Encoding.UTF8.GetBytes(text));

    private void WriteBytes(byte[] bytes)
    {
        using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        file.Write(bytes);
    }

    private List<string> Drain(bool final = false)
    {
        while (_tail.Drain(final))
        {
        }

        return [.. _log.Tail(int.MaxValue).Select(l => l.Text)];
    }
}
