using System.CommandLine;
using System.Security.Cryptography;
using Bartizan.Configuration;
using Bartizan.Core.Elevation;
using Bartizan.Core.Results;
using Bartizan.Identity.Elevation;

namespace Bartizan.Commands.Access;

/// <summary><c>bartizan access approve</c>: signs the exact call with the person's own key.</summary>
internal static class AccessApproveCommand
{
    public static Command Create()
    {
        var (request, data) = (RequestArgument.Create(), DataOption.Create());
        var by = AccountOption.Create("--by", "Account of the person who approves.");
        var key = new Option<FileInfo>("--key") { Description = "Their private key, P-256 in PEM.", Required = true, HelpName = "file.pem" };
        var digest = new Option<string?>("--digest") { Description = "Digest of the call that was looked at; another call is then not approved." };
        var uses = new Option<int>("--uses") { Description = "How often the call may be made.", DefaultValueFactory = _ => 1 };
        var lasts = new Option<string>("--for") { Description = "How long, such as 15m; 8h at most.", DefaultValueFactory = _ => "15m" };
        var command = new Command("approve", "Approves an access request with a signature.") { request, by, key, digest, uses, lasts, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(() => RunAsync(
            parse.GetValue(request)!, parse.GetValue(by)!, parse.GetValue(key)!, parse.GetValue(digest), parse.GetValue(uses), parse.GetValue(lasts)!, parse.GetValue(data)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(
        string id, string by, FileInfo key, string? digest, int uses, string lasts, string data, CancellationToken cancellationToken)
    {
        using var signer = ReadKey(key);
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var desk = new ApprovalDesk(store.Access, TimeProvider.System);
        var until = DateTimeOffset.FromUnixTimeSeconds((TimeProvider.System.GetUtcNow() + Span(lasts)).ToUnixTimeSeconds());
        var statement = await desk.PrepareAsync(id, by, uses, until, cancellationToken);
        if (digest is not null && digest != statement.Call)
        {
            throw new InputException(new InputError($"The call's digest is {statement.Call}.", "Look at it again with `bartizan access show`."));
        }

        var proof = new ApprovalProof(signer.SignHash(statement.Hash(), DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        var request = await desk.ApproveAsync(id, by, uses, until, proof, cancellationToken);
        await System.Console.Error.WriteLineAsync(request.State == AccessRequestState.Approved
            ? $"Approved by {by}: {uses} uses until {until.UtcDateTime:u}. The agent can make the call again."
            : $"Approved by {by}. It needs {request.Needs} different people, so it still waits.");
        return ExitCodes.Fine;
    }

    private static TimeSpan Span(string text) =>
        Quantities.Duration(text) ?? throw new InputException(new InputError($"'{text}' is no length of time.", $"Write {Quantities.DurationExpected}."));

    private static ECDsa ReadKey(FileInfo file)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file.FullName));
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new InputException(new InputError("The private key cannot be read.", "Make one with: openssl ecparam -name prime256v1 -genkey -noout -out ada.pem", file.FullName));
        }
    }
}
