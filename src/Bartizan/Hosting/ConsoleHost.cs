using Bartizan.Console;
using Bartizan.Console.People;
using Bartizan.Console.Policies;
using Bartizan.Core.Ids;
using Bartizan.Gateway.Configuration;
using Bartizan.Identity;
using Bartizan.Identity.Accounts;
using Bartizan.Identity.Authorizing;
using Bartizan.Policy;
using Bartizan.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bartizan.Hosting;

/// <summary>The console's web server.</summary>
internal static class ConsoleHost
{
    public static WebApplication Build(
        ListenSocket socket, Running running, BartizanStore store, IPolicySource policies, IPolicyDesk desk, Issuer? issuer, ConsolePlace place, AccountBroker accounts, IIdSource ids, TimeProvider clock)
    {
        var builder = WebHost.CreateBuilder(socket);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(ids);
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton(policies);
        builder.Services.AddSingleton(desk);
        builder.Services.AddBartizanConsole(new ConsoleOptions
        {
            Address = running.Console!,
            GatewayAddress = running.Gateway,
            DataFolder = running.Data,
            Demo = running.Demo,
            SignIn = running.Config.SignIn,
            Secrets = ConfiguredSecret.Find,
            RecordsContent = running.Config.Gateway.RecordedContent == RecordedContent.Sealed,
        });
        builder.Services.AddSingleton(accounts.Desk!);
        builder.Services.AddSingleton(accounts.Document!);
        if (issuer is not null)
        {
            builder.Services.AddSingleton(issuer);
            builder.Services.AddSingleton(place);
            builder.Services.AddSingleton(store.Identity);
            builder.Services.AddSingleton(store.Consents);
            builder.Services.AddSingleton(store.Backchannel);
            builder.Services.AddBartizanConsentDesk();
        }

        var app = builder.Build();
        app.MapBartizanConsole();
        return app;
    }

    /// <summary>The link by which the first person sets up an account, or null when there is one.</summary>
    public static async Task<Uri?> SignInLinkAsync(WebApplication console, CancellationToken cancellationToken) =>
        (await console.Services.GetRequiredService<SignInLinks>().CreateAsync(cancellationToken))?.Url;
}
