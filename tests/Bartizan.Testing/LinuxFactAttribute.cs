namespace Bartizan.Testing;

/// <summary>A test that needs Linux, and says so elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    /// <summary>Creates the attribute.</summary>
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Needs Linux: the kernel's word on the process at the other end of a socket.";
}
