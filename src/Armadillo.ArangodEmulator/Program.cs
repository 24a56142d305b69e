using Armadillo.ArangodEmulator.Server;

return await EmulatorProgram.RunAsync(args, TimeProvider.System);
