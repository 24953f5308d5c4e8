namespace Bartizan.Testing;

/// <summary>Waits for what must come, longer than any machine that is busy with other things needs; whether it came is asserted by who waits, with what there is instead.</summary>
public static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    public static async Task UntilAsync(Func<Task<bool>> holdsAsync)
    {
        using var patience = new CancellationTokenSource(Longest);
        while (!await holdsAsync() && !patience.IsCancellationRequested)
        {
            await Task.Delay(Between);
        }
    }

    public static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));
}
