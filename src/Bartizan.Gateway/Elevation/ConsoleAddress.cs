using Bartizan.Gateway.Configuration;

namespace Bartizan.Gateway.Elevation;

/// <summary>Where people decide on what is held.</summary>
/// <param name="Listening">Address at which the console listens; null without one.</param>
public sealed record ConsoleAddress(Uri? Listening)
{
    /// <summary>The page of an access request; null without a console.</summary>
    internal Uri? LinkTo(ElevationOptions options, string request) => At(options, $"/requests?request={request}");

    /// <summary>The page where people connect accounts; null without a console.</summary>
    internal Uri? LinkToAccounts(ElevationOptions options) => At(options, "/accounts");

    private Uri? At(ElevationOptions options, string page) => (options.Console is { } told ? new Uri(told) : Listening) is { } console ? new Uri(console, page) : null;
}
