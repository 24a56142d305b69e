using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Storage;

namespace Armadillo.ArangodEmulator.Metrics;

/// <summary>The process, its machine, and the disk that it writes to.</summary>
internal sealed class ProcessMetrics(ServerContext server)
{
    private readonly long _startedAt = server.Time.GetTimestamp();
    private readonly ProcessorUse _processor = new();

    public void Add(MetricsText text)
    {
        var figures = ProcessFigures.Read();
        text.Add("arangodb_file_descriptors_current", Directory.GetFileSystemEntries("/proc/self/fd").Length);
        text.Add("arangodb_file_descriptors_limit", NativeCalls.OpenFilesLimits().Soft);
        text.Add("arangodb_process_statistics_minor_page_faults_total", figures.MinorFaults);
        text.Add("arangodb_process_statistics_major_page_faults_total", figures.MajorFaults);
        text.Add("arangodb_process_statistics_user_time", figures.UserSeconds);
        text.Add("arangodb_process_statistics_system_time", figures.SystemSeconds);
        text.Add("arangodb_process_statistics_number_of_threads", figures.Threads);
        text.Add("arangodb_process_statistics_resident_set_size", figures.ResidentBytes);
        text.Add("arangodb_process_statistics_resident_set_size_percent", figures.ResidentBytes / (double)Machine.PhysicalMemory);
        text.Add("arangodb_process_statistics_virtual_memory_size", figures.VirtualBytes);
        text.Add("arangodb_server_statistics_physical_memory", Machine.PhysicalMemory);
        text.Add("arangodb_server_statistics_server_uptime_total", server.Time.GetElapsedTime(_startedAt).TotalSeconds);
        text.Add("arangodb_server_statistics_cpu_cores", Machine.NumberOfCores);
        var machine = $"machine_id=\"{HostIdentity.Name}\",";
        text.Add("arangodb_server_statistics_effective_cpu_cores", Machine.NumberOfCores, machine);
        text.Add("arangodb_server_statistics_effective_physical_memory", Machine.PhysicalMemory, machine);
        _processor.Add(text);
        if (server.State.Role != ServerRole.Coordinator)
        {
            AddDisk(text);
        }
    }

    private void AddDisk(MetricsText text)
    {
        var disk = new DriveInfo(server.DataDirectory);
        text.Add("rocksdb_free_disk_space", disk.AvailableFreeSpace);
        text.Add("rocksdb_total_disk_space", disk.TotalSize);
    }
}
