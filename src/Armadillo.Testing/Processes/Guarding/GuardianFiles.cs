using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace Armadillo.Testing.Processes.Guarding;

/// <summary>The guardian's program on disk: two files, unpacked once per user and version.</summary>
[SupportedOSPlatform("linux")]
internal sealed class GuardianFiles
{
    private const string ResourceName = "armadillo-guardian.dll";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string? _temporaryDirectory;

    private GuardianFiles(string assembly, string configuration, string? temporaryDirectory)
    {
        Assembly = assembly;
        Configuration = configuration;
        _temporaryDirectory = temporaryDirectory;
    }

    internal string Assembly { get; }

    internal string Configuration { get; }

    internal static GuardianFiles Unpack(string runtimeVersion) => Unpack(runtimeVersion, UserCache());

    internal static GuardianFiles Unpack(string runtimeVersion, string? cache)
    {
        var assembly = ReadResource();
        var configuration = Encoding.UTF8.GetBytes(RuntimeConfiguration(runtimeVersion));
        if (cache is not null)
        {
            try
            {
                var directory = Path.Combine(cache, "armadillo-testing");
                Directory.CreateDirectory(directory, OwnerOnly);

                // Fails when it belongs to somebody else, who could exchange the program under us.
                File.SetUnixFileMode(directory, OwnerOnly);
                return UnpackInto(directory, assembly, configuration, temporary: false);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // No home to write to (containers, build users): a fresh private directory does as well.
            }
        }

        return UnpackInto(Directory.CreateTempSubdirectory("armadillo-").FullName, assembly, configuration, temporary: true);
    }

    /// <summary>Removes what was unpacked for this launcher alone; the cache stays.</summary>
    internal void Release()
    {
        if (_temporaryDirectory is not null && Directory.Exists(_temporaryDirectory))
        {
            Directory.Delete(_temporaryDirectory, recursive: true);
        }
    }

    private static string? UserCache() =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given ? given
        : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine(home, ".cache")
        : null;

    private static GuardianFiles UnpackInto(string directory, byte[] assembly, byte[] configuration, bool temporary) => new(
        Place(directory, "armadillo-guardian", ".dll", assembly),
        Place(directory, "armadillo-guardian", ".runtimeconfig.json", configuration),
        temporary ? directory : null);

    /// <summary>Named by content and compared byte for byte: a file that was cut short or changed is replaced.</summary>
    private static string Place(string directory, string name, string extension, byte[] content)
    {
        var path = Path.Combine(directory, $"{name}-{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}{extension}");
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            return path;
        }

        var temporary = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
        return path;
    }

    private static byte[] ReadResource()
    {
        using var stream = typeof(GuardianFiles).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new ProcessLaunchException(
                $"Armadillo.Testing.dll lacks its resource {ResourceName}; the package is damaged, reinstall it.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string RuntimeConfiguration(string version) => $$"""
        {
          "runtimeOptions": {
            "tfm": "net10.0",
            "rollForward": "Major",
            "framework": { "name": "Microsoft.NETCore.App", "version": "{{version}}" },
            "configProperties": {
              "System.GC.Server": false,
              "System.GC.Concurrent": false,
              "System.GC.HeapHardLimit": 33554432,
              "System.Globalization.Invariant": true,
              "System.Runtime.TieredPGO": false
            }
          }
        }
        """;
}
