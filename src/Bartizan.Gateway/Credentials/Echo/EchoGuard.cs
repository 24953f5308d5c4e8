using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Ids;

namespace Bartizan.Gateway.Credentials.Echo;

/// <summary>Stands where answers come in: masks the secret that was sent, drops headers that hold it, and tells of it by one event for each answer.</summary>
internal sealed class EchoGuard(IEventLog log, IIdSource ids, TimeProvider time)
{
    /// <summary>Watches over an answer, before anything else reads it.</summary>
    public async ValueTask WatchAsync(HttpResponseMessage response, InjectedKey key, EgressPurpose purpose)
    {
        if (key.Echo is not { } pattern)
        {
            return;
        }

        var told = false;
        List<string>? holding = null;
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            var holds = pattern.IsIn(name);
            foreach (var value in values)
            {
                holds |= pattern.IsIn(value);
            }

            if (holds)
            {
                (holding ??= []).Add(name);
            }
        }

        foreach (var name in holding ?? [])
        {
            response.Headers.Remove(name);
        }

        if (holding is not null)
        {
            await TellAsync("header");
        }

        response.Content = new EchoContent(response.Content, pattern, () => TellAsync("body"));

        async ValueTask TellAsync(string where)
        {
            if (told)
            {
                return;
            }

            await log.AppendAsync(
                new EventRecord
                {
                    Id = ids.NewId("evt"),
                    Time = time.GetUtcNow(),
                    Source = "gateway",
                    Kind = "credential.echoed",
                    Json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["exchange"] = purpose.ExchangeId, ["upstream"] = purpose.Target, ["credential"] = key.Label, ["where"] = where }),
                },
                CancellationToken.None);
            told = true;
        }
    }
}
