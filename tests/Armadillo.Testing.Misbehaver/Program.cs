using System.Globalization;
using Armadillo.Testing.Misbehaver;

// Arguments are done one after the other; what serves in the background (--listen, --http) keeps the program running at
// the end. Without such, it exits with code 0.
var rest = new Queue<string>(args);
var stays = false;
while (rest.TryDequeue(out var verb))
{
    switch (verb)
    {
        case "--help":
            Output.Line("""
                --sleep <s> | --wait | --exit <code> | --exit-after <ms> <code> | --crash <SIGNAL> | --crash-after <ms> <SIGNAL>
                --ignore <SIGNAL> | --slow-stop <ms> | --print <line> | --error <line> | --print-after <ms> <line>
                --spew <bytes/s> <s> | --print-env | --print-cwd | --print-args | --print-fds | --print-signals | --touch <file>
                --listen <port> | --http <port> [--ready-after <ms>] [--status <code>] | --echo <port>
                --ask <port> [--dual] | --child | --fork-session
                """);
            break;
        case "--sleep": Pause(1000 * double.Parse(rest.Dequeue(), CultureInfo.InvariantCulture)); break;
        case "--wait": Pause(Timeout.Infinite); break;
        case "--exit": Native.Exit(Number()); break;
        case "--exit-after": After(Number(), Number(), Native.Exit); stays = true; break;
        case "--crash": Native.DieBy(rest.Dequeue()); break;
        case "--crash-after": After(Number(), rest.Dequeue(), Native.DieBy); stays = true; break;
        case "--ignore": Native.Ignore(rest.Dequeue()); break;
        case "--slow-stop": SlowStop.After(Number()); stays = true; break;
        case "--print": Output.Line(rest.Dequeue()); break;
        case "--error": Output.Error(rest.Dequeue()); break;
        case "--print-after": After(Number(), rest.Dequeue(), Output.Line); stays = true; break;
        case "--spew": Output.Spew(Number(), Number()); break;
        case "--print-env": Output.Line(Native.ReadOwn("environ").Replace('\0', '\n')); break;
        case "--print-cwd": Output.Line(Environment.CurrentDirectory); break;
        case "--print-args": Output.Line(Native.ReadOwn("cmdline").Replace('\0', '\n')); break;
        case "--print-signals": Output.Line(Native.ReadOwn("status")); break;
        case "--print-fds": Output.Line(string.Join('\n', Native.OwnDescriptors())); break;
        case "--touch": File.WriteAllText(rest.Dequeue(), ""); break;
        case "--listen": Server.Listen(Number()); stays = true; break;
        case "--http": Server.Http(Number(), Option("--ready-after", 0), Option("--status", 200)); stays = true; break;
        case "--echo": Server.Echo(Number()); stays = true; break;
        case "--ask": Conversation.Ask(Number(), Flag("--dual")); stays = true; break;
        case "--child": Offspring.Child(); break;
        case "--fork-session": Offspring.ForkSession(); break;
        default: Output.Error($"unknown argument {verb}; try --help"); return 64;
    }
}

if (stays)
{
    Pause(Timeout.Infinite);
}

return 0;

int Number() => int.Parse(rest.Dequeue(), CultureInfo.InvariantCulture);

int Option(string name, int otherwise)
{
    if (rest.TryPeek(out var next) && next == name)
    {
        _ = rest.Dequeue();
        return Number();
    }

    return otherwise;
}

bool Flag(string name) => rest.TryPeek(out var next) && next == name && rest.Dequeue() == name;

static void Pause(double milliseconds) => new ManualResetEventSlim().Wait((int)milliseconds);

static void After<T>(int milliseconds, T value, Action<T> action) => new Thread(() =>
{
    Pause(milliseconds);
    action(value);
})
{ IsBackground = true }.Start();
