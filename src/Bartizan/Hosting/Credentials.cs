using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Hosting;

/// <summary>Secrets that configuration refers to.</summary>
internal static class Credentials
{
    /// <summary>The secret of a reference; null when it is not there. Fetched each time, so that a secret can be changed without a restart.</summary>
    public static string? Find(string reference)
    {
        try
        {
            return CredentialReference.TryParse(reference)?.Resolve();
        }
        catch (InputException)
        {
            return null;
        }
    }
}
