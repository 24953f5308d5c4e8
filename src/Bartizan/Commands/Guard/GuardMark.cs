using System.CommandLine;
using Bartizan.Core.Calibrations;
using Bartizan.Core.Results;

namespace Bartizan.Commands.Guard;

/// <summary><c>bartizan guard mark</c>: says of a recorded exchange that it was an attack, or benign; calibration and trials of policies count it so.</summary>
internal static class GuardMark
{
    public static Command Create()
    {
        var exchange = new Argument<string>("exchange") { Description = "Id of the exchange, as x-bartizan-exchange says it." };
        var what = new Argument<string>("what") { Description = "attack or benign." };
        what.AcceptOnlyFromAmong("attack", "benign");
        var (by, data) = (ByOption.Create("Who says so"), DataOption.Create());
        var command = new Command("mark", "Says that a recorded exchange was an attack, or benign.") { exchange, what, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(exchange)!, parse.GetValue(what) == "attack", parse.GetValue(by)!, parse.GetValue(data)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string exchange, bool attack, string by, string data, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        if (!await store.Marks.MarkAsync(new ExchangeMark(exchange, attack, by, TimeProvider.System.GetUtcNow()), cancellationToken))
        {
            throw new InputException(new InputError($"There is no exchange {exchange} in {data}.", "Take its id from x-bartizan-exchange, the console, or `bartizan events export`."));
        }

        await System.Console.Error.WriteLineAsync($"Marked as {(attack ? "an attack" : "benign")} by {by}: {exchange}.");
        return ExitCodes.Fine;
    }
}
