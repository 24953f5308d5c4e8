namespace Bartizan.Identity.Authorizing;

/// <summary>Where people sign in and consent.</summary>
/// <param name="Address">The console's address as browsers know it; null where there is no console, and so nobody can be asked.</param>
/// <param name="RefreshFor">How long an agent may go on without the person.</param>
public sealed record ConsolePlace(Uri? Address, TimeSpan RefreshFor)
{
    /// <summary>The page that asks the person about a request.</summary>
    internal string ConsentPage(string request) => new Uri(Address!, "/consent").AbsoluteUri + "?request=" + request;
}
