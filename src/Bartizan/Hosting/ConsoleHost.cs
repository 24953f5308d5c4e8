using Bartizan.Configuration;
using Bartizan.Core.Ids;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Pipeline;
using Bartizan.Storage;
using Microsoft.AspNetCore.Builder;

namespace Bartizan.Hosting;

/// <summary>The console's web server.</summary>
internal static class ConsoleHost
{
    public static WebApplication Build(
        ListenSocket socket, Uri gateway, BartizanStore store, GatewayState state, BartizanConfig config, bool demo, IIdSource ids, TimeProvider clock)
    {
        var builder = WebHost.CreateBuilder(socket);
        return builder.Build();
    }

    public static Task<Uri?> SignInLinkAsync(WebApplication console, CancellationToken cancellationToken) => Task.FromResult<Uri?>(null);
}
