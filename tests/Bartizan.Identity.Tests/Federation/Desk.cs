using Bartizan.Core.Identity;
using Bartizan.Identity.Federation;
using Bartizan.Identity.Tests.Agents;
using Bartizan.Testing.Federation;

namespace Bartizan.Identity.Tests.Federation;

/// <summary>A desk with one provider on this machine.</summary>
internal sealed class Desk : IDisposable
{
    public const string Redirect = "https://console.example.com/api/sign-in/main/callback";

    private readonly Providers _providers;

    public Desk(Func<ProviderOptions, ProviderOptions>? change = null, IIdentityStore? keys = null)
    {
        Provider = new FakeProvider(Clock);
        var options = new ProviderOptions { Name = "main", Issuer = Provider.Issuer, ClientId = FakeProvider.ClientId, Credential = "env:SECRET", Inside = true };
        Options = change?.Invoke(options) ?? options;
        _providers = new Providers(new SignInOptions { Providers = [Options] }, Clock);
        SignIn = new SignInDesk(_providers, new ProviderProofs(reference => reference == "env:SECRET" ? FakeProvider.Secret : null, keys, Clock), Clock);
        Logout = new BackChannelLogout(_providers, Clock);
    }

    public ManualClock Clock { get; } = new();

    public FakeProvider Provider { get; }

    public ProviderOptions Options { get; }

    public SignInDesk SignIn { get; }

    public BackChannelLogout Logout { get; }

    public async Task<(Uri Address, string Browser)> BeginAsync() => (await SignIn.BeginAsync("main", Redirect, new Wants(), default))!.Value;

    public async Task<SignInOutcome> RunAsync(string subject = "ada-7")
    {
        var (address, browser) = await BeginAsync();
        return await SignIn.FinishAsync("main", Provider.SignIn(address, subject), browser, default);
    }

    public void Dispose()
    {
        _providers.Dispose();
        Provider.Dispose();
    }

    internal sealed record Wants() : SignInIntent("/");
}
