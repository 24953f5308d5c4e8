using Bartizan.Core.Results;
using Bartizan.Gateway.Credentials;

namespace Bartizan.Gateway.Configuration;

/// <summary>Checks what an upstream is to be authorized with: a key, or for Bedrock an access key pair and its region.</summary>
internal static class CredentialValidator
{
    private const string Reference = "Write env:NAME or file:/path; a key itself never stands in configuration.";

    public static void Validate(UpstreamOptions upstream, string where, List<InputError> errors)
    {
        if (upstream.AccessKey is not { } pair)
        {
            if (SecretReference.NameOf(upstream.Credential) is null && CredentialReference.TryParse(upstream.Credential) is null)
            {
                errors.Add(new($"{where}.credential: it is not a reference.", "Write secret:NAME, env:NAME or file:/path; a key itself never stands in configuration."));
            }

            if (upstream.Region is not null)
            {
                errors.Add(new($"{where}.region: it is for signing with an access key, and there is none.", "Add accessKey, or leave region out: the address says where a Bedrock API key goes."));
            }

            return;
        }

        if (upstream.Dialect != ProviderDialect.Bedrock)
        {
            errors.Add(new($"{where}.accessKey: only bedrock is asked with one.", "Write credential instead."));
        }

        if (upstream.Credential.Length > 0)
        {
            errors.Add(new($"{where}.credential: there is an accessKey too.", "Keep the one that is meant."));
        }

        if (upstream.Region is not { Length: > 0 and <= 64 } region || region.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            errors.Add(new($"{where}.region: it must name the region that the signature is for.", "Write for example eu-central-1, as in the address."));
        }

        Require(pair.Id, $"{where}.accessKey.id", errors);
        Require(pair.Secret, $"{where}.accessKey.secret", errors);
        if (pair.SessionToken is { } token)
        {
            Require(token, $"{where}.accessKey.sessionToken", errors);
        }
    }

    private static void Require(string reference, string where, List<InputError> errors)
    {
        if (CredentialReference.TryParse(reference) is null)
        {
            errors.Add(new($"{where}: it is not a reference.", Reference));
        }
    }
}
