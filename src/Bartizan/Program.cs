using System.CommandLine;
using Bartizan.Commands;

// `up` lets exchanges under way end before it stops; the default of two seconds would cut them.
return await Root.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
