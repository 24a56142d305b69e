using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Agency.UnderFire;

/// <summary>One agent in its lives: killed, suspended and started again. Remembers what each of its processes has logged.</summary>
internal sealed class Member(int number, string directory, Func<int, string[]> arguments) : IAsyncDisposable
{
    private const int Kill = 9;
    private const int Continue = 18;
    private const int Stop = 19;

    private readonly List<EmulatorProcess> _lives = [];
    private bool _dead = true;
    private int _suspended;

    public int Number { get; } = number;

    /// <summary>The id that the agent has given itself; null before its first start.</summary>
    public string? Id => field ??= File.Exists(Path.Combine(directory, "UUID")) ? File.ReadAllText(Path.Combine(directory, "UUID")) : null;

    public IEnumerable<string> Log => _lives.SelectMany(static l => l.Output);

    /// <summary>The processes that ended without being asked to.</summary>
    public string? CrashText => !_dead && _lives[^1].HasExited
        ? $"member {Number} ended by itself:\n{string.Join('\n', _lives[^1].Output.TakeLast(20))}"
        : null;

    public void Start()
    {
        _lives.Add(EmulatorProcess.Start(arguments(Number)));
        (_dead, _suspended) = (false, 0);
    }

    /// <summary>False when it is down already.</summary>
    public async Task<bool> KillAsync()
    {
        if (_dead || CrashText is not null)
        {
            return false;
        }

        _dead = true;
        _lives[^1].Signal(Kill);
        await _lives[^1].WaitAsync();
        return true;
    }

    public void Suspend()
    {
        if (!_dead && _suspended++ == 0)
        {
            _lives[^1].Signal(Stop);
        }
    }

    public void Resume()
    {
        if (!_dead && _suspended > 0 && --_suspended == 0)
        {
            _lives[^1].Signal(Continue);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var life in _lives)
        {
            await life.DisposeAsync();
        }
    }
}
