using Bartizan.Storage.Tests.Events;

// Run as a process of its own by the tests that kill it: dotnet Bartizan.Storage.Tests.dll append <folder> <appenders> <count> <durability>
return args is ["append", var folder, var appenders, var count, var durability]
    ? await AppendingProcess.RunAsync(folder, int.Parse(appenders), long.Parse(count), Enum.Parse<Bartizan.Storage.Durability>(durability))
    : 2;
