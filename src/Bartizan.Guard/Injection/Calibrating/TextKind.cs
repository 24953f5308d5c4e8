namespace Bartizan.Guard.Injection.Calibrating;

/// <summary>What a recorded text counts as. Seen in several exchanges it is the highest of these: a person's word outweighs a decision.</summary>
public enum TextKind
{
    /// <summary>It passed, and nobody reported it: benign.</summary>
    Passed,

    /// <summary>It had an injection finding in an exchange that was refused or held, and nobody has looked: neither benign nor an attack.</summary>
    Unreviewed,

    /// <summary>A person marked an exchange with it as benign.</summary>
    Benign,

    /// <summary>A person marked an exchange as an attack, and this text scored highest in it.</summary>
    Attack,
}
