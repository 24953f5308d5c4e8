using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Hosting;

/// <summary>Secrets that configuration refers to, fetched each time, so that one can be changed without a restart.</summary>
internal static class ConfiguredSecret
{
    /// <summary>What <c>env:NAME</c> or <c>file:/path</c> holds; null when it is not there.</summary>
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
