using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Core.Text;
using Bartizan.Storage.Ledgers;
using Bartizan.Storage.Reviews;

namespace Bartizan.Commands.Reviews;

/// <summary><c>bartizan review verify</c>: checks a certification, without a store.</summary>
internal static class ReviewVerifyCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A certification." };
        var key = new Option<string?>("--key") { Description = "The ledger's key, as `bartizan ledger checkpoint --key` printed it; without it the file's own word is taken." };
        var format = FormatOption.Create();
        var command = new Command("verify", "Checks a certification without the store: proofs, signature, and that no question is left out.") { file, key, format };
        command.SetAction(parse => CommandErrors.Show(() => Run(parse.GetValue(file)!, parse.GetValue(key), parse.GetValue(format) == "json")));
        return command;
    }

    private static int Run(string file, string? key, bool json)
    {
        var info = new FileInfo(file);
        if (!info.Exists || info.Length > CertificationCheck.MostBytes)
        {
            throw new InputException(new InputError(info.Exists ? $"{file} is too large for a certification." : $"There is no file {file}.", "`bartizan review certify` makes one."));
        }

        var trusted = key is null ? null : NoteKey.Parse(key.Trim()) ?? throw new InputException(new InputError("--key: it is no ledger key.", "`bartizan ledger checkpoint --key` prints it."));
        var report = CertificationCheck.Check(File.ReadAllBytes(file), trusted);
        if (json)
        {
            System.Console.Out.WriteLine(JsonSerializer.Serialize(report, FormatOption.Json));
            return report.Problems.Count == 0 ? ExitCodes.Fine : ExitCodes.Findings;
        }

        foreach (var problem in report.Problems)
        {
            System.Console.Out.WriteLine(problem);
        }

        if (report.Problems.Count > 0)
        {
            return ExitCodes.Findings;
        }

        System.Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{VisibleText.Of(report.Title)}, {report.Opened:u} to {report.Closed:u}: {report.Items.Count} questions, all answered and carried out, proven by {report.Ledger}."));
        foreach (var item in report.Items)
        {
            System.Console.Out.WriteLine(string.Join(
                '\t', item.Kind.ToLowerInvariant(), VisibleText.Of(item.Name), VisibleText.Of(item.Entry), item.Answer.ToLowerInvariant(), "by " + VisibleText.Of(item.By), item.At.ToString("u", CultureInfo.InvariantCulture), VisibleText.Of(item.Outcome), VisibleText.Of(item.Reason)));
        }

        if (trusted is null)
        {
            System.Console.Error.WriteLine("The ledger's key was taken from the file itself. Give the one that you know with --key.");
        }

        return ExitCodes.Fine;
    }
}
