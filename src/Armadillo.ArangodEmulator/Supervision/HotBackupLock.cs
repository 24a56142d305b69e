namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>The lock of hot backups holds until the time in it; then it is taken away.</summary>
internal sealed class HotBackupLock(SupervisionStore store)
{
    public const string Key = "Target/HotBackup/Create";

    public async Task RunAsync()
    {
        if (store.Committed.TextAt(Key) is { } held && Iso.Time(held) is { } until && until < store.Time.GetUtcNow())
        {
            await store.WriteAsync(new Change().Delete(Key).When(Key, held));
        }
    }
}
