using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Tests.Processes;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.ArangoDb.Tests.Specs;

public sealed class SecretsTests : IAsyncLifetime
{
    private const UnixFileMode OnlyTheUser = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Lab _lab = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _lab.DisposeAsync().AsTask();

    [Fact]
    public async Task Secret_and_token_are_files_that_only_the_user_can_read()
    {
        using var plan = await _lab.PlanAsync(Lab.Cluster);

        var secret = Path.Combine(plan.Workspace.Directory, "jwt-secret");
        Assert.Equal(64, (await File.ReadAllTextAsync(secret)).Length);
        Assert.Equal(OnlyTheUser, File.GetUnixFileMode(secret));
        Assert.Equal(OnlyTheUser, File.GetUnixFileMode(Path.Combine(plan.Workspace.Directory, "superuser.jwt")));
        Assert.Equal(OnlyTheUser | UnixFileMode.UserExecute, File.GetUnixFileMode(plan.Workspace.Directory));
    }

    [Fact]
    public async Task Neither_secret_nor_token_is_in_the_plan_or_in_an_environment()
    {
        using var plan = await _lab.PlanAsync(Lab.Cluster);
        string[] secrets =
        [
            await File.ReadAllTextAsync(Path.Combine(plan.Workspace.Directory, "jwt-secret")),
            await File.ReadAllTextAsync(Path.Combine(plan.Workspace.Directory, "superuser.jwt")),
        ];

        var texts = plan.Instances.SelectMany(i => i.Arguments.Concat(i.Environment.Values).Append(i.CommandLine)).Append(plan.ToString());
        Assert.All(texts, text => Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_topologies_have_different_secrets()
    {
        using var one = await _lab.PlanAsync(Lab.SingleServer);
        using var other = await _lab.PlanAsync(Lab.SingleServer);

        Assert.NotEqual(
            await File.ReadAllTextAsync(Path.Combine(one.Workspace.Directory, "jwt-secret")),
            await File.ReadAllTextAsync(Path.Combine(other.Workspace.Directory, "jwt-secret")));
    }

    [Fact]
    public async Task A_given_secret_file_is_used_where_it_lies_and_read_as_arangod_reads_it()
    {
        var file = _lab.Write("given", " \tkey\r\n");
        using var plan = await _lab.PlanAsync(Lab.SingleServer with { JwtSecretFile = file });

        Assert.Contains($"--server.jwt-secret-keyfile={file}", plan.Instances[0].Arguments);
        Assert.False(File.Exists(Path.Combine(plan.Workspace.Directory, "jwt-secret")));
        Assert.Equal(ArangoDb.Authentication.SuperuserToken.Sign("key"), await File.ReadAllTextAsync(Path.Combine(plan.Workspace.Directory, "superuser.jwt")));
    }

    [Fact]
    public async Task A_secret_file_that_cannot_serve_is_named_and_nothing_is_left()
    {
        var missing = await ProblemAsync(Lab.SingleServer with { JwtSecretFile = Path.Combine(_lab.Root, "nowhere") });
        Assert.Contains("nowhere', which does not exist; give an existing file", missing, StringComparison.Ordinal);

        var empty = await ProblemAsync(Lab.SingleServer with { JwtSecretFile = _lab.Write("empty", "\n") });
        Assert.Contains("empty' holds 0 bytes; a secret has 1 to 64.", empty, StringComparison.Ordinal);

        var secret = new string('x', 65);
        var longer = await ProblemAsync(Lab.SingleServer with { JwtSecretFile = _lab.Write("long", secret) });
        Assert.Contains("long' holds 65 bytes; a secret has 1 to 64.", longer, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, longer, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(_lab.Root));
    }

    private async Task<string> ProblemAsync(ArangoSpec spec) => Assert.Single((await Assert.ThrowsAsync<SpecException>(() => _lab.PlanAsync(spec))).Problems);
}
