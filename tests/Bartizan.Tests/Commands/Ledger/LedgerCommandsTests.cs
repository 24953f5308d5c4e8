using System.Text.Json;
using Bartizan.Core.Ids;
using Bartizan.Storage;

namespace Bartizan.Tests.Commands.Ledger;

public sealed class LedgerCommandsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("bartizan-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_ledger_is_signed_proven_and_verified_and_damage_is_located()
    {
        await FillAsync();
        var kept = await CommandLine.RunAsync("ledger", "checkpoint", "--data", _data);
        Assert.Equal(0, kept.ExitCode);
        var file = Path.Combine(_data, "kept.txt");
        await File.WriteAllTextAsync(file, kept.Output);
        var key = (await CommandLine.RunAsync("ledger", "checkpoint", "--key", "--data", _data)).Output.Trim();

        var proof = await CommandLine.RunAsync("ledger", "prove", "evt_3", "--data", _data);
        Assert.StartsWith("c2sp.org/tlog-proof@v1\nindex 2\n", proof.Output, StringComparison.Ordinal);
        Assert.EndsWith(kept.Output, proof.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandLine.RunAsync("ledger", "prove", "evt_9", "--data", _data)).ExitCode);

        var intact = await CommandLine.RunAsync("ledger", "verify", "--checkpoint", file, "--key", key, "--data", _data);
        Assert.Equal(0, intact.ExitCode);
        Assert.StartsWith("intact: 5 entries, 5 of them", intact.Output, StringComparison.Ordinal);

        Tamper("UPDATE events SET source = 'other' WHERE position = 4");
        var damaged = await CommandLine.RunAsync("ledger", "verify", "--data", _data);
        Assert.Equal(1, damaged.ExitCode);
        Assert.Equal("4\tchanged\tevt_4\tEvent and entry differ in source.", damaged.Output.Trim());
        var json = await CommandLine.RunAsync("ledger", "verify", "--format", "json", "--data", _data);
        var problem = JsonDocument.Parse(json.Output).RootElement.GetProperty("problems")[0];
        Assert.Equal(("changed", 4, "evt_4"), (problem.GetProperty("kind").GetString(), problem.GetProperty("sequence").GetInt32(), problem.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Wrong_input_is_named_with_exit_code_2()
    {
        Assert.Equal(2, (await CommandLine.RunAsync("ledger", "verify", "--data", _data)).ExitCode);
        await FillAsync();
        var key = await CommandLine.RunAsync("ledger", "verify", "--key", "nonsense", "--data", _data);
        Assert.Equal(2, key.ExitCode);
        Assert.Contains("--key is not a verifier key", key.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandLine.RunAsync("ledger", "verify", "--checkpoint", "/nowhere/kept.txt", "--data", _data)).ExitCode);
    }

    private async Task FillAsync()
    {
        await using var store = await BartizanStore.OpenAsync(
            new StoreOptions { DataFolder = _data }, TimeProvider.System, new SortableIdSource(TimeProvider.System), default);
        for (var i = 1; i <= 5; i++)
        {
            await store.Events.AppendAsync(
                new() { Id = $"evt_{i}", Time = DateTimeOffset.UnixEpoch, Source = "test", Kind = "sample", Json = "{}"u8.ToArray() }, default);
        }
    }

    private void Tamper(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={new DataFolder(_data).Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
