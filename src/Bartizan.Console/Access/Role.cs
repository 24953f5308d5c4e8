namespace Bartizan.Console.Access;

/// <summary>What a person is to the system; <see cref="RoleTable"/> says what each may do.</summary>
public enum Role
{
    /// <summary>Runs Bartizan: everything, people included.</summary>
    Admin,

    /// <summary>Declares systems and sets policy.</summary>
    Architect,

    /// <summary>Watches and investigates.</summary>
    Analyst,

    /// <summary>Decides on what is held; sees no prompt text.</summary>
    Approver,

    /// <summary>Reads everything, changes nothing.</summary>
    Auditor,
}
