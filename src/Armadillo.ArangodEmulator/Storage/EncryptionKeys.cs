using System.Security.Cryptography;
using System.Text;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Options;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Storage;

/// <summary>Keys for encryption at rest: 32 bytes each, and a data directory keeps to the one that it began with.</summary>
internal sealed class EncryptionKeys
{
    private const int Length = 32;
    private const string Topic = "engines";

    private readonly OptionValues _options;

    private EncryptionKeys(OptionValues options)
    {
        _options = options;
        All = Read();
    }

    /// <summary>Empty without encryption; the first one encrypts.</summary>
    public IReadOnlyList<byte[]> All { get; private set; }

    public bool CanRotate => All.Count > 0 && _options.Flag("rocksdb.encryption-key-rotation");

    /// <summary>Reads the keys and refuses a directory that was written with another one, or with none.</summary>
    public static EncryptionKeys Open(OptionValues options, DataDirectory directory, bool isFresh)
    {
        var keys = new EncryptionKeys(options);
        var mark = new FileInfo(directory.FileName("EMULATOR-ENCRYPTION"));
        if (isFresh)
        {
            if (keys.All.Count > 0)
            {
                File.WriteAllText(mark.FullName, Mark(keys.All[0]));
            }

            return keys;
        }

        var matches = mark.Exists ? File.ReadAllText(mark.FullName) is var written && keys.All.Any(k => Mark(k) == written) : keys.All.Count == 0;
        if (!matches)
        {
            throw new FatalException(
                LogIds.Unknown, Topic,
                $"unable to initialize RocksDB engine: the data in '{directory.Path}' {(mark.Exists ? "is encrypted with another key" : "is not encrypted")}");
        }

        if (mark.Exists && keys.CanRotate)
        {
            File.WriteAllText(mark.FullName, Mark(keys.All[0]));
        }

        return keys;
    }

    /// <exception cref="FatalException">A key cannot be read; the old ones stay.</exception>
    public void Reload() => All = Read();

    private IReadOnlyList<byte[]> Read()
    {
        if (_options.Text("rocksdb.encryption-key-generator").Length > 0)
        {
            throw new FatalException(LogIds.Unknown, Topic, $"{Product.EmulatorName} does not emulate --rocksdb.encryption-key-generator");
        }

        var (file, folder) = (_options.Text("rocksdb.encryption-keyfile"), _options.Text("rocksdb.encryption-keyfolder"));
        if (file.Length > 0 && folder.Length > 0)
        {
            throw new FatalException(LogIds.Unknown, Topic, "please use either --rocksdb.encryption-keyfile or --rocksdb.encryption-keyfolder, not both");
        }

        string[] files = folder.Length > 0 ? [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)] : file.Length > 0 ? [file] : [];
        return folder.Length > 0 && files.Length == 0
            ? throw new FatalException(LogIds.Unknown, Topic, $"no encryption key found in folder '{folder}'")
            : [.. files.Select(ReadKey)];
    }

    private static byte[] ReadKey(string file)
    {
        if (!File.Exists(file))
        {
            throw new FatalException(LogIds.Unknown, Topic, $"encryption key file '{file}' does not exist");
        }

        var key = File.ReadAllBytes(file);
        return key.Length == Length
            ? key
            : throw new FatalException(LogIds.Unknown, Topic, $"encryption key file '{file}' must hold exactly {Length} bytes, it has {key.Length}");
    }

    private static string Mark(byte[] key) => Convert.ToHexString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(Product.EmulatorName)));
}
