namespace Bartizan.Identity.Tokens;

/// <summary>How far other machines' clocks may be off.</summary>
internal static class ClockSkew
{
    /// <summary>Five seconds: enough for machines that set their clocks at all.</summary>
    public static readonly TimeSpan Allowed = TimeSpan.FromSeconds(5);
}
