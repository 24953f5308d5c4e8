using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Ledgers;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Storage.Ledgers;
using Microsoft.Extensions.DependencyInjection;

namespace Bartizan.Console.Tests.Endpoints;

public sealed class LedgerTests
{
    [Fact]
    public async Task The_checkpoint_verifies_with_the_key_beside_it()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Auditor);
        await console.RecordAsync(Traffic.Exchange(console, 1));

        var ledger = await browser.GetAsync<LedgerView>("/api/ledger");

        var note = SignedNote.Parse(ledger.Checkpoint!)!;
        Assert.True(note.IsSignedBy(NoteKey.Parse(ledger.VerifierKey)!));
        Assert.Equal(ledger.Head.Size, Checkpoint.Parse(note.Text)!.Size);
    }

    [Fact]
    public async Task A_verification_of_an_untouched_ledger_passes()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Auditor);
        await console.RecordAsync(Traffic.Exchange(console, 1));

        var run = await browser.PostAsync<LedgerVerification>("/api/ledger/verifications");
        while (run.State == VerificationState.Running)
        {
            await Task.Delay(20);
            run = await browser.GetAsync<LedgerVerification>($"/api/ledger/verifications/{run.Id}");
        }

        Assert.Equal((VerificationState.Passed, run.Total), (run.State, run.Checked));
        Assert.True(run.Total > 1);
        Assert.NotNull(run.Finished);
    }

    [Fact]
    public async Task One_verification_runs_at_a_time_tells_how_far_it_is_and_what_is_wrong()
    {
        using var go = new ManualResetEventSlim();
        using var halfway = new ManualResetEventSlim();
        await using var console = await TestConsole.StartAsync(services => services.AddSingleton<VerifyLedger>((progress, _) =>
        {
            progress.Report((5, 10));
            halfway.Set();
            go.Wait();
            return [new LedgerProblem(7, "It was changed.")];
        }));
        using var browser = await console.SignInAsync(Role.Auditor);

        var first = await browser.PostAsync<LedgerVerification>("/api/ledger/verifications");
        Assert.True(halfway.Wait(TimeSpan.FromSeconds(30)));
        var second = await browser.PostAsync<LedgerVerification>("/api/ledger/verifications");
        go.Set();
        var run = second;
        while (run.State == VerificationState.Running)
        {
            await Task.Delay(20);
            run = await browser.GetAsync<LedgerVerification>($"/api/ledger/verifications/{first.Id}");
        }

        Assert.Equal((first.Id, 5L, 10L), (second.Id, second.Checked, second.Total));
        Assert.Equal(VerificationState.Failed, run.State);
        Assert.Equal([new LedgerProblem(7, "It was changed.")], run.Problems);
    }

    [Fact]
    public async Task A_verification_that_cannot_be_finished_says_so()
    {
        await using var console = await TestConsole.StartAsync(services => services.AddSingleton<VerifyLedger>((_, _) => throw new IOException("The disk is gone.")));
        using var browser = await console.SignInAsync(Role.Auditor);

        var run = await browser.PostAsync<LedgerVerification>("/api/ledger/verifications");
        while (run.State == VerificationState.Running)
        {
            await Task.Delay(20);
            run = await browser.GetAsync<LedgerVerification>($"/api/ledger/verifications/{run.Id}");
        }

        Assert.Equal(VerificationState.Broken, run.State);
        Assert.Contains(console.Log.Lines, line => line.Contains("The disk is gone.", StringComparison.Ordinal));
    }
}
