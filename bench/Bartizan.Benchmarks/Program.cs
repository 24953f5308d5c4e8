using System.Globalization;
using Bartizan.Benchmarks.Gateway;
using Bartizan.Benchmarks.Guard;
using Bartizan.Benchmarks.Load;
using Bartizan.Benchmarks.Policy;

return args switch
{
    ["policy", ..] => PolicyBench.Run(),
    ["dialects", ..] => DialectBench.Run(),
    ["guard", ..] => GuardBench.Run(),
    ["load", .. var rest] => await LoadBench.RunAsync(rest),
    ["upstream", var port] => await UpstreamServer.RunAsync(int.Parse(port, CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project bench/Bartizan.Benchmarks -- policy|dialects|guard|load");
    return 2;
}
