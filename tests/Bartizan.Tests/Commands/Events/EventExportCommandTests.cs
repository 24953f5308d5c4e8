using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Events;
using Bartizan.Core.Ids;
using Bartizan.Storage;

namespace Bartizan.Tests.Commands.Events;

public sealed class EventExportCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("bartizan-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task The_log_comes_out_as_json_lines_in_either_form()
    {
        await FillAsync();
        var json = await CommandLine.RunAsync("events", "export", "--format", "json", "--data", _data);
        Assert.Equal(0, json.ExitCode);
        Assert.Equal(["1 evt_1", "2 exc_1", "3 evt_2"], Lines(json.Output).Select(l => $"{l.GetProperty("position")} {l.GetProperty("id")}"));
        Assert.Equal("yes", Lines(json.Output)[0].GetProperty("event").GetProperty("answer").GetString());
        Assert.Contains("3 lines, up to position 3", json.Error, StringComparison.Ordinal);

        var ocsf = await CommandLine.RunAsync("events", "export", "--data", _data);
        Assert.Equal(0, ocsf.ExitCode);
        Assert.Equal([0, 6003, 2004, 0], Lines(ocsf.Output).Select(l => l.GetProperty("class_uid").GetInt32()));

        var later = await CommandLine.RunAsync("events", "export", "--format", "json", "--since", "2026-01-01T00:00:00Z", "--data", _data);
        Assert.Equal(["evt_2"], Lines(later.Output).Select(l => l.GetProperty("id").GetString()));
        var rest = await CommandLine.RunAsync("events", "export", "--format", "json", "--after", "2", "--data", _data);
        Assert.Equal(["evt_2"], Lines(rest.Output).Select(l => l.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Wrong_input_is_named_with_exit_code_2()
    {
        Assert.Equal(2, (await CommandLine.RunAsync("events", "export", "--data", _data)).ExitCode);
        await FillAsync();
        var since = await CommandLine.RunAsync("events", "export", "--since", "teatime", "--data", _data);
        Assert.Equal((2, ""), (since.ExitCode, since.Output));
        Assert.Contains("--since teatime is not a time", since.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandLine.RunAsync("events", "export", "--after", "-1", "--data", _data)).ExitCode);
    }

    private static IReadOnlyList<JsonElement> Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];

    private async Task FillAsync()
    {
        await using var store = await BartizanStore.OpenAsync(
            new StoreOptions { DataFolder = _data }, TimeProvider.System, new SortableIdSource(TimeProvider.System), default);
        var blocked = new ExchangeRecord
        {
            Id = "exc_1",
            Time = DateTimeOffset.UnixEpoch,
            Dialect = "openai-chat",
            Route = "POST /x",
            Model = "m",
            Status = 403,
            Verdict = Verdict.Block,
            Decisions = [new Decision { Verdict = Verdict.Block, Action = "invokeModel", Policies = ["no"], Code = "no" }],
        };
        await store.Events.AppendAsync(new() { Id = "evt_1", Time = DateTimeOffset.UnixEpoch, Source = "test", Kind = "sample", Json = "{\n\"answer\": \"yes\"}"u8.ToArray() }, default);
        await store.Events.AppendAsync(
            new() { Id = "exc_1", Time = blocked.Time, Source = "gateway", Kind = "exchange", Json = JsonSerializer.SerializeToUtf8Bytes(blocked, EventJsonContext.Default.ExchangeRecord) }, default);
        await store.Events.AppendAsync(new() { Id = "evt_2", Time = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), Source = "test", Kind = "sample", Json = "{}"u8.ToArray() }, default);
    }
}
