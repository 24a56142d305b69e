using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Users;

/// <summary>
/// The users of a single server, in a file. Until one is changed there is root alone and no file: a start must not read what nobody has asked for.
/// </summary>
internal class UserStore(string dataDirectory, RootUser root, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly string _file = Path.Combine(dataDirectory, "EMULATOR-USERS");

    // Replaced as a whole with each change.
    private volatile Dictionary<string, User>? _users;

    public IReadOnlyCollection<User> All => Users.Values;

    private Dictionary<string, User> Users => _users ??= Load();

    /// <summary>Who is there before anybody else is.</summary>
    public User First => User.Root(root.PasswordHash);

    public User? Find(string name) => Users.GetValueOrDefault(name);

    public User Get(string name) => Find(name) ?? throw new DataError(404, 1703, "user not found");

    /// <summary>By password, or by an access token in its place; a token names its user itself.</summary>
    public User? Authenticate(string name, string password) => AccessToken.IsToken(password)
        ? (name.Length == 0 ? AccessToken.UserOf(password) : name) is { } owner
            && Find(owner) is { Active: true } holder
            && holder.Tokens.Any(t => t.IsActive(time.GetUtcNow()) && t.Is(password))
            ? holder
            : null
        : Find(name) is { Active: true } user
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(RootUser.Hash(password)), Encoding.ASCII.GetBytes(user.PasswordHash))
            ? user
            : null;

    /// <summary>Learns of changes that were made elsewhere.</summary>
    public virtual ValueTask RefreshAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public virtual Task PutAsync(User user, CancellationToken cancellationToken)
    {
        Change(users => users[user.Name] = user);
        return Task.CompletedTask;
    }

    public virtual Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        Change(users => users.Remove(name));
        return Task.CompletedTask;
    }

    /// <summary>Takes what is kept elsewhere.</summary>
    protected void Show(IEnumerable<User> users) => _users = users.ToDictionary(static u => u.Name, StringComparer.Ordinal);

    /// <summary>Forgets everybody else.</summary>
    public void Reset(User user) => Change(users =>
    {
        users.Clear();
        users[user.Name] = user;
    });

    private void Change(Action<Dictionary<string, User>> change)
    {
        lock (_lock)
        {
            var users = new Dictionary<string, User>(Users, StringComparer.Ordinal);
            change(users);
            var content = new JsonObject();
            foreach (var (name, user) in users)
            {
                content[name] = user.ToFile();
            }

            using (var writer = new StreamWriter(_file + ".new", RootUser.PrivateFile()))
            {
                writer.Write(content.ToJsonString());
            }

            File.Move(_file + ".new", _file, overwrite: true);
            _users = users;
        }
    }

    private Dictionary<string, User> Load()
    {
        var users = new Dictionary<string, User>(StringComparer.Ordinal);
        if (!File.Exists(_file))
        {
            users[RootUser.Name] = First;
            return users;
        }

        foreach (var (name, entry) in (JsonObject)JsonNode.Parse(File.ReadAllText(_file))!)
        {
            users[name] = User.FromFile(name, (JsonObject)entry!);
        }

        return users;
    }
}
