using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Storage.Ledgers;
using Bartizan.Storage.Ledgers.Verification;

namespace Bartizan.Commands.Ledger;

/// <summary><c>bartizan ledger verify</c>: reads everything and says what was changed, removed, moved or added, and where.</summary>
internal static class LedgerVerifyCommand
{
    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var key = new Option<string?>("--key") { Description = "Verifier key (name+id+base64) kept elsewhere [default: the folder's own key].", HelpName = "text" };
        var kept = new Option<string?>("--checkpoint") { Description = "File with a checkpoint kept elsewhere, which the ledger must still fit.", HelpName = "file" };
        var command = new Command("verify", "Finds any changed, removed, moved or added record, and says where. Exit code 1 when there is one.") { data, key, kept, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(data)!, Key(parse.GetValue(key)), Kept(parse.GetValue(kept)), parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, NoteKey? key, string? kept, bool json, CancellationToken cancellationToken)
    {
        DataOption.RequireStore(data);
        var report = await ProgressBar.ShowAsync(
            "Verifying the ledger", progress => Task.Run(() => LedgerVerifier.Verify(data, key, kept, progress, cancellationToken), cancellationToken));
        if (json)
        {
            System.Console.Out.WriteLine(JsonSerializer.Serialize(report, FormatOption.Json));
        }
        else
        {
            foreach (var line in Lines(report))
            {
                System.Console.Out.WriteLine(line);
            }
        }

        return report.IsIntact ? ExitCodes.Fine : ExitCodes.Findings;
    }

    private static IEnumerable<string> Lines(LedgerReport report)
    {
        foreach (var problem in report.Problems)
        {
            var where = problem.Through > problem.Sequence ? $"{problem.Sequence}-{problem.Through}" : $"{problem.Sequence}";
            yield return string.Create(CultureInfo.InvariantCulture, $"{where}\t{problem.Kind.ToString().ToLowerInvariant()}\t{problem.Id ?? "-"}\t{problem.What}");
        }

        if (report.MoreProblems > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"and {report.MoreProblems} more");
        }

        if (report.IsIntact)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"intact: {report.Entries} entries, {report.Covered} of them under {report.Checkpoints} signed checkpoints, root {report.Root}");
        }
    }

    private static NoteKey? Key(string? text) => text is null ? null : NoteKey.Parse(text) ?? throw new InputException(new InputError(
        "--key is not a verifier key with an ECDSA P-256 key.", "It looks like name+01234567+base64, as `bartizan ledger checkpoint --key` prints it."));

    private static string? Kept(string? file)
    {
        if (file is null)
        {
            return null;
        }

        return File.Exists(file) ? File.ReadAllText(file) : throw new InputException(new InputError("There is no such file.", File: file));
    }
}
