using System.CommandLine;
using System.Security.Cryptography;
using Bartizan.Core.Elevation;
using Bartizan.Core.Ids;
using Bartizan.Core.Results;

namespace Bartizan.Commands.Access;

/// <summary><c>bartizan access key add</c>: registers the public half of a person's key.</summary>
internal static class AccessKeyAddCommand
{
    private const int LongestName = 64;

    public static Command Create()
    {
        var data = DataOption.Create();
        var account = AccountOption.Create("--account", "The person's account.");
        var key = new Option<FileInfo>("--key") { Description = "The public key, P-256 in PEM.", Required = true, HelpName = "file.pub" };
        var name = new Option<string>("--name") { Description = "What the person calls it.", DefaultValueFactory = _ => "command line" };
        var by = ByOption.Create("Who registers it");
        var command = new Command("add", "Registers the public half of a person's key; prints its id.") { account, key, name, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(() => RunAsync(
            parse.GetValue(account)!, parse.GetValue(key)!, parse.GetValue(name)!, parse.GetValue(by)!, parse.GetValue(data)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string account, FileInfo file, string name, string by, string data, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > LongestName)
        {
            throw new InputException(new InputError($"The key's name has {name.Length} characters.", $"Give it 1 to {LongestName}."));
        }

        var publicKey = ReadKey(file);
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var person = await AccountOption.FindAsync(store, account, cancellationToken);
        var key = new ApproverKey
        {
            Id = new SortableIdSource(TimeProvider.System).NewId("apk"),
            Account = person.Id,
            Name = name,
            PublicKey = publicKey,
            Created = TimeProvider.System.GetUtcNow(),
        };
        if (!await store.Access.AddKeyAsync(key, by, cancellationToken))
        {
            throw new InputException(new InputError("This key is registered already.", "One key belongs to one person, and once removed it is not taken again."));
        }

        await System.Console.Out.WriteLineAsync(key.Id);
        return ExitCodes.Fine;
    }

    private static byte[] ReadKey(FileInfo file)
    {
        try
        {
            var text = File.ReadAllText(file.FullName);
            if (!text.Contains("PRIVATE", StringComparison.Ordinal))
            {
                using var key = ECDsa.Create();
                key.ImportFromPem(text);
                var spki = key.ExportSubjectPublicKeyInfo();
                using var known = PublicKeys.Import(spki);
                if (known is not null)
                {
                    return spki;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
        }

        throw new InputException(new InputError("This is no public P-256 key in PEM.", "Make it of the private key with: openssl ec -in ada.pem -pubout -out ada.pub", file.FullName));
    }
}
