Console.Error.WriteLine("not there yet");
return 1;
