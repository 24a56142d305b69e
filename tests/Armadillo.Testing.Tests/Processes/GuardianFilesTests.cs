using System.Runtime.Versioning;
using Armadillo.Testing.Processes.Guarding;

namespace Armadillo.Testing.Tests.Processes;

[SupportedOSPlatform("linux")]
public sealed class GuardianFilesTests : IDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("armadillo-cache-").FullName;

    public void Dispose() => Directory.Delete(_cache, recursive: true);

    [Fact]
    public void The_cache_is_private_and_used_again()
    {
        var first = GuardianFiles.Unpack("10.0.0", _cache);
        var second = GuardianFiles.Unpack("10.0.0", _cache);
        Assert.Equal(first.Assembly, second.Assembly);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(first.Assembly)!));
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(first.Assembly)!).Length);
        second.Release();
        Assert.True(File.Exists(first.Assembly));
    }

    [Fact]
    public void A_damaged_file_is_replaced()
    {
        var files = GuardianFiles.Unpack("10.0.0", _cache);
        var content = File.ReadAllBytes(files.Assembly);
        File.WriteAllBytes(files.Assembly, content[..100]);
        Assert.Equal(content, File.ReadAllBytes(GuardianFiles.Unpack("10.0.0", _cache).Assembly));
    }

    [Fact]
    public void Without_a_usable_cache_a_private_directory_serves_until_the_end()
    {
        var occupied = Path.Combine(_cache, "occupied");
        File.WriteAllText(occupied, "");
        var files = GuardianFiles.Unpack("10.0.0", occupied);
        Assert.True(File.Exists(files.Assembly));
        files.Release();
        Assert.False(Directory.Exists(Path.GetDirectoryName(files.Assembly)));
    }
}
