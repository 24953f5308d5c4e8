using System.CommandLine;
using Bartizan.Core.Results;
using Bartizan.Hosting;

namespace Bartizan.Commands.Up;

/// <summary><c>bartizan up</c>: starts gateway and console and runs until it is told to stop.</summary>
internal static class UpCommand
{
    private const string DefaultConfig = "bartizan.yaml";

    public static Command Create()
    {
        var data = DataOption.Create();
        var config = new Option<string?>("--config") { Description = $"Configuration file [default: {DefaultConfig} here, if there is one; else the demo]." };
        var gateway = new Option<string?>("--gateway") { Description = "Address and port of the gateway [default: 127.0.0.1:4180]; port 0 takes a free one." };
        var console = new Option<string?>("--console") { Description = "Address and port of the console [default: 127.0.0.1:4181]; port 0 takes a free one." };
        var noConsole = new Option<bool>("--no-console") { Description = "Starts the gateway alone." };
        var format = FormatOption.Create("text for people, or json: one line on stdout once ready.");
        var command = new Command("up", "Starts gateway and console.") { data, config, gateway, console, noConsole, format };
        command.SetAction((parse, cancellationToken) => RunAsync(
            new UpOptions(
                Path.GetFullPath(parse.GetValue(data)!),
                parse.GetValue(config) ?? (File.Exists(DefaultConfig) ? Path.GetFullPath(DefaultConfig) : null),
                parse.GetValue(gateway),
                parse.GetValue(console),
                !parse.GetValue(noConsole)),
            parse.GetValue(format) == "json",
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(UpOptions options, bool json, CancellationToken cancellationToken)
    {
        try
        {
            await using var server = await BartizanServer.StartAsync(options, TimeProvider.System, cancellationToken);
            if (json)
            {
                await System.Console.Out.WriteLineAsync(ReadyLine.Json(server.Running));
            }
            else
            {
                Announcement.Show(server.Running, options.Config);
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return ExitCodes.Fine;
        }
        catch (InputException e)
        {
            return CommandErrors.Write(System.Console.Error, e.Errors);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Fine;
        }
    }
}
