using System.Globalization;
using Bartizan.Benchmarks.Detect;
using Bartizan.Benchmarks.Gateway;
using Bartizan.Benchmarks.Guard;
using Bartizan.Benchmarks.Identity;
using Bartizan.Benchmarks.Load;
using Bartizan.Benchmarks.Policy;
using Bartizan.Benchmarks.Storage;

return args switch
{
    ["policy", ..] => PolicyBench.Run(),
    ["dialects", ..] => DialectBench.Run(),
    ["echo", ..] => EchoBench.Run(),
    ["identity", ..] => await ExchangeBench.RunAsync(),
    ["chain", ..] => await ChainBench.RunAsync(),
    ["history", ..] => await HistoryBench.RunAsync(),
    ["storage", ..] => await StorageBench.RunAsync(),
    ["injection", ..] => InjectionBench.Run(),
    ["guard", ..] => GuardBench.Run(),
    ["detect", .. var rest] => DetectBench.Run(rest),
    ["load", .. var rest] => await LoadBench.RunAsync(rest),
    ["streams", .. var rest] => await ManyStreams.RunAsync(rest),
    ["upstream", var port] => await UpstreamServer.RunAsync(int.Parse(port, CultureInfo.InvariantCulture)),
    ["proxy", var port, var upstream] => await BareProxy.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), new Uri(upstream)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project bench/Bartizan.Benchmarks -- policy|history|guard|injection|dialects|echo|identity|chain|storage|detect|load|streams");
    return 2;
}
