using System.CommandLine;
using Bartizan.Storage.Reviews;

namespace Bartizan.Commands.Reviews;

/// <summary><c>bartizan review certify</c>: everything that was recorded of a closed review, with its proofs.</summary>
internal static class ReviewCertifyCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("review") { Description = "Its id." };
        var data = DataOption.Create();
        var command = new Command("certify", "Prints everything that was recorded of a closed review, with ledger proofs, for `bartizan review verify`.") { id, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            await using var store = await DataOption.OpenBesideAsync(parse.GetValue(data)!, cancellationToken);
            var certification = await Certification.MakeAsync(store, parse.GetValue(id)!, cancellationToken);
            await using var output = System.Console.OpenStandardOutput();
            await output.WriteAsync(certification.ToBytes(), cancellationToken);
            return ExitCodes.Fine;
        }));
        return command;
    }
}
