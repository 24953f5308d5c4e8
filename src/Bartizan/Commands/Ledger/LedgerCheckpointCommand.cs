using System.CommandLine;

namespace Bartizan.Commands.Ledger;

/// <summary><c>bartizan ledger checkpoint</c>: signs and prints the newest checkpoint, to be kept where this machine cannot change it.</summary>
internal static class LedgerCheckpointCommand
{
    public static Command Create()
    {
        var data = DataOption.Create();
        var key = new Option<bool>("--key") { Description = "Prints the key that verifies checkpoints instead." };
        var command = new Command("checkpoint", "Signs and prints the newest checkpoint. Keep it elsewhere: it proves that nothing before it was cut off or rewritten.") { data, key };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(data)!, parse.GetValue(key), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool key, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        if (key)
        {
            await System.Console.Out.WriteLineAsync(store.Ledger.Key.ToString());
            return ExitCodes.Fine;
        }

        if (await store.Ledger.CheckpointAsync(cancellationToken) is { } note)
        {
            await System.Console.Out.WriteAsync(note);
            return ExitCodes.Fine;
        }

        await System.Console.Error.WriteLineAsync("The ledger is empty: there is nothing to sign yet.");
        return ExitCodes.Findings;
    }
}
