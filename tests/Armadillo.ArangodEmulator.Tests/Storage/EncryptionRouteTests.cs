using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Storage;

public sealed class EncryptionRouteTests
{
    [Fact]
    public async Task Keys_are_rotated_with_a_folder_and_the_option_for_it()
    {
        using var scratch = new ScratchDirectory();
        var folder = Directory.CreateDirectory(scratch.At("keys")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "2"), [.. Enumerable.Repeat((byte)2, 32)]);
        await using var server = await SingleServer.ReadyAsync(
            "--server.authentication", "false", "--rocksdb.encryption-keyfolder", folder, "--rocksdb.encryption-key-rotation", "true");
        Assert.Single((await server.GetAsync("/_admin/server/encryption")).Body!["result"]!["encryption-keys"]!.AsArray());
        await File.WriteAllBytesAsync(Path.Combine(folder, "1"), [.. Enumerable.Repeat((byte)1, 32)]);
        var rotated = await Requests.SendAsync(HttpMethod.Post, server.Port, "/_admin/server/encryption");
        var keys = rotated.Body!["result"]!["encryption-keys"]!.AsArray();
        Assert.Equal(2, keys.Count);
        Assert.Equal(64, ((string?)keys[0]!["sha256"])!.Length);
        await File.WriteAllTextAsync(Path.Combine(folder, "0"), "too short");
        Assert.Equal(500, (await Requests.SendAsync(HttpMethod.Post, server.Port, "/_admin/server/encryption")).Status);
        Assert.Equal(2, (await server.GetAsync("/_admin/server/encryption")).Body!["result"]!["encryption-keys"]!.AsArray().Count);
    }

    [Fact]
    public async Task Without_rotation_there_is_nothing_to_ask()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        Assert.Equal(404, (await server.GetAsync("/_admin/server/encryption")).Status);
    }
}
