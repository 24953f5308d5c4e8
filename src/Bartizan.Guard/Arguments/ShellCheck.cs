namespace Bartizan.Guard.Arguments;

/// <summary>Shell commands: dangerous ones wherever something runs, and any where a mere value is expected.</summary>
internal static class ShellCheck
{
    private const string Label = "unsafe.shell";

    /// <summary>Adds what a value holds.</summary>
    public static void Check(ReadOnlySpan<char> value, Reading reading, ArgumentKind kind, List<ArgumentHit> hits)
    {
        if (kind == ArgumentKind.Text)
        {
            return;
        }

        // A value of several lines is a text or a program, in which separators and quotes mean nothing by themselves.
        if (kind != ArgumentKind.Command && value.TrimEnd().ContainsAny('\n', '\r'))
        {
            kind = ArgumentKind.Command;
        }

        Readings.OfShell(value, reading);
        ArgumentPatterns.Shell.Check(reading, kind, Label, hits);
    }
}
