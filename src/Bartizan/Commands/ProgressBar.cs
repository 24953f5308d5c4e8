using Spectre.Console;

namespace Bartizan.Commands;

/// <summary>A progress bar on stderr for work that may take long.</summary>
internal static class ProgressBar
{
    /// <summary>Shows how far the work is while it runs.</summary>
    public static Task<T> ShowAsync<T>(string title, Func<IProgress<(long Done, long Total)>, Task<T>> work) =>
        PeopleConsole.Create().Progress().AutoClear(true).StartAsync(context =>
        {
            var task = context.AddTask(title);
            return work(new DirectProgress(p =>
            {
                task.MaxValue = Math.Max(p.Total, 1);
                task.Value = p.Done;
            }));
        });

    /// <summary>Reports on the working thread: <see cref="Progress{T}"/> would queue, and show old values last.</summary>
    private sealed class DirectProgress(Action<(long Done, long Total)> show) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value) => show(value);
    }
}
