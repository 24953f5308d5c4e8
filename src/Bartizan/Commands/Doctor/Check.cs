namespace Bartizan.Commands.Doctor;

/// <summary>How a check ended.</summary>
internal enum CheckState
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>Works, but something is missing that a person may want.</summary>
    Note,

    /// <summary>Bartizan cannot run, or not as configured.</summary>
    Problem,
}

/// <summary>One thing the doctor looked at.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="State">How it ended.</param>
/// <param name="Found">What was found.</param>
/// <param name="Fix">How to mend it; empty when there is nothing to mend.</param>
internal sealed record Check(string Name, CheckState State, string Found, string Fix = "");
