using System.Runtime.InteropServices;
using Armadillo.Testing.ArangoDb.DependencyInjection;
using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Configuration;
using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Workspaces;
using ClusterTour;
using Microsoft.Extensions.DependencyInjection;

TourOptions options;
try
{
    options = TourOptions.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

if (options.Help)
{
    Console.WriteLine(TourOptions.Usage);
    return 0;
}

using var interrupted = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var services = new ServiceCollection()
    .AddArmadillo(armadillo =>
    {
        armadillo.RootDirectory = options.Root ?? armadillo.RootDirectory;
        armadillo.Retention = options.Keep ? Retention.Keep : armadillo.Retention;
    })
    .AddArangoDb()
    .BuildServiceProvider();
await using (services)
{
    try
    {
        return await new Tour(services.GetRequiredService<IArangoStarter>(), options).RunAsync(interrupted.Token) ? 0 : 1;
    }
    catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
    {
        Console.Error.WriteLine("Interrupted; everything has been stopped.");
        return 130;
    }
    catch (Exception e) when (e is InstanceCrashedException or TopologyStartException or WaitTimeoutException or SpecException or ArangodNotFoundException
        or Microsoft.Extensions.Options.OptionsValidationException or ConfigurationException or WorkspaceException)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    interrupted.Cancel();
}
