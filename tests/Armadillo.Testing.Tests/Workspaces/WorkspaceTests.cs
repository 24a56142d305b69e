using System.Globalization;
using System.Runtime.Versioning;
using Armadillo.Testing.Tests.Time;
using Armadillo.Testing.Workspaces;

namespace Armadillo.Testing.Tests.Workspaces;

[SupportedOSPlatform("linux")]
public sealed class WorkspaceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("armadillo-tests-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_directory_belongs_to_its_user_and_holds_three_for_each_instance()
    {
        var workspace = Root(Retention.DeleteWhenClean).Create("a/b");
        var directories = workspace.CreateInstance("one");

        Assert.Equal(_root, Path.GetDirectoryName(workspace.Directory));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(workspace.Directory));
        Assert.All([directories.Data, directories.Temporary, directories.Log], d => Assert.True(Directory.Exists(d)));
    }

    [Theory]
    [InlineData(Retention.DeleteWhenClean, false, true)]
    [InlineData(Retention.DeleteWhenClean, true, false)]
    [InlineData(Retention.Keep, false, false)]
    [InlineData(Retention.Delete, true, true)]
    public void Retention_and_reasons_decide_what_becomes_of_it(Retention retention, bool reason, bool deleted)
    {
        var workspace = Root(retention).Create("t");
        if (reason)
        {
            workspace.Keep("one crashed");
            workspace.Keep("a later reason");
        }

        Assert.Equal(deleted, workspace.Release());
        Assert.Equal(!deleted, Directory.Exists(workspace.Directory));
        if (reason && !deleted)
        {
            Assert.Equal("one crashed", workspace.KeptBecause);
        }
    }

    [Fact]
    public void Releasing_twice_is_as_good_as_once()
    {
        var workspace = Root(Retention.DeleteWhenClean).Create("t");

        Assert.True(workspace.Release());
        Assert.True(workspace.Release());
    }

    [Fact]
    public void Only_what_a_dead_host_left_and_nobody_kept_is_swept()
    {
        var mine = Root(Retention.DeleteWhenClean).Create("mine").Directory;
        var (dead, reused, kept, broken, foreign) = (Made("armadillo-dead"), Made("armadillo-reused"), Made("armadillo-kept"), Made("armadillo-broken"), Made("other"));
        var self = File.ReadAllText(Path.Combine(mine, ".owner")).Split(' ');
        File.WriteAllText(Path.Combine(dead, ".owner"), "2147480000 17\n");
        File.WriteAllText(Path.Combine(reused, ".owner"), string.Create(CultureInfo.InvariantCulture, $"{self[0]} 17\n"));
        File.WriteAllText(Path.Combine(kept, ".owner"), "2147480000 17\nkept: one crashed\n");
        File.WriteAllText(Path.Combine(broken, ".owner"), "nonsense");
        File.WriteAllText(Path.Combine(foreign, ".owner"), "2147480000 17\n");
        var unowned = Made("armadillo-unowned");

        var next = Root(Retention.DeleteWhenClean).Create("next").Directory;

        Assert.False(Directory.Exists(dead));
        Assert.False(Directory.Exists(reused));
        Assert.All([mine, kept, broken, foreign, unowned, next], d => Assert.True(Directory.Exists(d), d));
    }

    [Fact]
    public void A_directory_that_was_kept_survives_the_death_of_its_host()
    {
        var workspace = Root(Retention.DeleteWhenClean).Create("t");
        workspace.Keep("one\ncrashed");
        workspace.Release();
        var owner = Path.Combine(workspace.Directory, ".owner");
        var lines = File.ReadAllLines(owner);
        Assert.Equal("kept: one crashed", lines[1]);
        File.WriteAllLines(owner, ["2147480000 17", .. lines[1..]]);

        _ = Root(Retention.DeleteWhenClean).Create("next");

        Assert.True(Directory.Exists(workspace.Directory));
    }

    [Fact]
    public void A_root_that_is_no_directory_is_told_with_the_way_out()
    {
        var file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");

        var refusal = Assert.Throws<WorkspaceException>(() => new WorkspaceRoot(file, Retention.Keep, new ManualTime()).Create("t"));

        Assert.Contains($"No workspace can be made in '{file}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("RootDirectory", refusal.Message, StringComparison.Ordinal);
    }

    private WorkspaceRoot Root(Retention retention) => new(_root, retention, new ManualTime());

    private string Made(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
}
