using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Results;

namespace Bartizan.Commands.Ledger;

/// <summary><c>bartizan ledger prove</c>: prints a proof, checkable without Bartizan, that an event is in the ledger.</summary>
internal static class LedgerProveCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Id of an event or exchange." };
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("prove", "Prints a proof that an event is in the ledger (C2SP tlog-proof; json adds the entry and the key).") { id, data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(id)!, parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string id, string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var proof = await store.Ledger.ProofAsync(id, cancellationToken)
            ?? throw new InputException(new InputError($"There is no event '{id}' in the ledger."));
        await System.Console.Out.WriteAsync(json ? JsonSerializer.Serialize(proof, FormatOption.Json) + "\n" : proof.ToString());
        return ExitCodes.Fine;
    }
}
