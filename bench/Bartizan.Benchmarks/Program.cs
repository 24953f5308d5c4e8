using System.Globalization;
using Bartizan.Benchmarks.Guard;
using Bartizan.Benchmarks.Load;
using Bartizan.Benchmarks.Policy;

return args switch
{
    ["policy", ..] => PolicyBench.Run(),
    ["injection", ..] => InjectionBench.Run(),
    ["load", .. var rest] => await LoadBench.RunAsync(rest),
    ["upstream", var port] => await UpstreamServer.RunAsync(int.Parse(port, CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project bench/Bartizan.Benchmarks -- policy|injection|load");
    return 2;
}
