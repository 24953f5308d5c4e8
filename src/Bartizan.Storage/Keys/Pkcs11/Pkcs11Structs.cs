using System.Runtime.InteropServices;

namespace Bartizan.Storage.Keys.Pkcs11;

/// <summary>How threads are kept apart: by the operating system (PKCS #11 v2.40 section 3.7, <c>CK_C_INITIALIZE_ARGS</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct InitializeArguments
{
    public nint CreateMutex;
    public nint DestroyMutex;
    public nint LockMutex;
    public nint UnlockMutex;
    public nuint Flags;
    public nint Reserved;
}

/// <summary>What an object must be like (<c>CK_ATTRIBUTE</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ObjectAttribute
{
    public nuint Type;
    public nint Value;
    public nuint Length;
}

/// <summary>An algorithm with its parameters (<c>CK_MECHANISM</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Mechanism
{
    public nuint Type;
    public nint Parameter;
    public nuint Length;
}

/// <summary>Parameters of AES-GCM (<c>CK_GCM_PARAMS</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GcmParameters
{
    public nint Nonce;
    public nuint NonceLength;
    public nuint NonceBits;
    public nint Context;
    public nuint ContextLength;
    public nuint TagBits;
}
