using Bartizan.Identity.Accounts;
using Bartizan.Identity.Outbound;

namespace Bartizan.Identity.Signals.Receiving;

/// <summary>The token with which one transmitter is asked: the one that somebody put there, or one that is fetched and used until shortly before it ends.</summary>
internal sealed class PollToken(SignalSource source, Func<string, string?> secrets, TimeProvider clock)
{
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeastLife = TimeSpan.FromMinutes(1);

    private string? _token;
    private DateTimeOffset _until;

    /// <summary>The token; null, and what is wrong.</summary>
    public async ValueTask<(string? Token, string? Wrong)> GetAsync(CancellationToken cancellationToken)
    {
        if (secrets(source.Options.Credential) is not { } secret)
        {
            return (null, "Its credential is not there.");
        }

        if (source.Options.Token is not { } options)
        {
            return (secret, null);
        }

        var now = clock.GetUtcNow();
        if (_token is not null && now < _until)
        {
            return (_token, null);
        }

        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
        if (options.Scope is { } scope)
        {
            form["scope"] = scope;
        }

        if (options.Resource is { } resource)
        {
            form["resource"] = resource;
        }

        var proof = ClientProof.Shared(options.ClientId, secret, inForm: false);
        if (await source.Fetcher.PostFormAsync(new Uri(options.Address), form, proof.AddTo(form), cancellationToken) is not { Json: { } json } answer
            || OutsideAnswer.Read((int)answer.Status, json, now, null).Tokens is not { } tokens)
        {
            return (null, "Its token endpoint gives no token.");
        }

        (_token, _until) = (tokens.Access, (tokens.Ends ?? now + LeastLife) - Before);
        return (_token, null);
    }

    /// <summary>Has the next one fetched: this one was refused.</summary>
    public void Forget() => _token = null;
}
