using System.Globalization;
using System.Runtime.InteropServices;
using Bartizan.Core.Results;

namespace Bartizan.Storage.Keys.Pkcs11;

/// <summary>
/// A token's library by its table of functions (PKCS #11 v2.40, <c>CK_FUNCTION_LIST</c>): only those that wrapping a key needs. Loaded once for each path and
/// kept; its numbers are as wide as pointers, which holds on every system but Windows.
/// </summary>
internal sealed unsafe class Pkcs11Module
{
    private const nuint Ok = 0;
    private const nuint AlreadyInitialized = 0x191;
    private const nuint OsLocking = 2;

    private static readonly Dictionary<string, Pkcs11Module> Loaded = new(StringComparer.Ordinal);

    private readonly nint* _functions;
    private readonly string _path;

    private Pkcs11Module(string path)
    {
        _path = path;
        if (OperatingSystem.IsWindows())
        {
            throw new InputException(new InputError("Keys on a token are not offered on Windows.", "Use file:/path or env:NAME."));
        }

        if (!NativeLibrary.TryLoad(path, out var library) || !NativeLibrary.TryGetExport(library, "C_GetFunctionList", out var entry))
        {
            throw new InputException(new InputError($"{path} is no PKCS #11 library, or cannot be loaded.", "Install the token's software, and name its library by its whole path as module-path."));
        }

        nint list;
        Require(((delegate* unmanaged[Cdecl]<nint*, nuint>)entry)(&list), "C_GetFunctionList");
        // The version stands before the functions, padded to a pointer.
        _functions = (nint*)list + 1;
        var arguments = new InitializeArguments { Flags = OsLocking };
        var initialized = ((delegate* unmanaged[Cdecl]<InitializeArguments*, nuint>)_functions[0])(&arguments);
        if (initialized != AlreadyInitialized)
        {
            Require(initialized, "C_Initialize");
        }
    }

    /// <summary>The library at a path.</summary>
    /// <exception cref="InputException">It cannot be loaded.</exception>
    public static Pkcs11Module Load(string path)
    {
        lock (Loaded)
        {
            return Loaded.TryGetValue(path, out var module) ? module : Loaded[path] = new Pkcs11Module(path);
        }
    }

    /// <summary>C_GetSlotList: slots that hold a token.</summary>
    public nuint[] Slots()
    {
        nuint count = 0;
        var list = (delegate* unmanaged[Cdecl]<byte, nuint*, nuint*, nuint>)_functions[4];
        Require(list(1, null, &count), "C_GetSlotList");
        var slots = new nuint[count];
        fixed (nuint* first = slots)
        {
            Require(list(1, first, &count), "C_GetSlotList");
        }

        return slots[..(int)count];
    }

    /// <summary>C_GetTokenInfo: the label of a slot's token, 32 bytes padded with spaces.</summary>
    public string LabelOf(nuint slot)
    {
        const int Size = 512;
        const int LabelSize = 32;
        var info = stackalloc byte[Size];
        Require(((delegate* unmanaged[Cdecl]<nuint, byte*, nuint>)_functions[6])(slot, info), "C_GetTokenInfo");
        return System.Text.Encoding.UTF8.GetString(info, LabelSize).TrimEnd(' ');
    }

    /// <summary>C_OpenSession: one that only reads.</summary>
    public nuint Open(nuint slot)
    {
        const nuint Serial = 4;
        nuint session;
        Require(((delegate* unmanaged[Cdecl]<nuint, nuint, nint, nint, nuint*, nuint>)_functions[12])(slot, Serial, 0, 0, &session), "C_OpenSession");
        return session;
    }

    /// <summary>C_CloseSession.</summary>
    public void Close(nuint session) => ((delegate* unmanaged[Cdecl]<nuint, nuint>)_functions[13])(session);

    /// <summary>C_Login as the user; false when the PIN is wrong.</summary>
    public bool Login(nuint session, ReadOnlySpan<byte> pin)
    {
        const nuint User = 1;
        const nuint AlreadyLoggedIn = 0x100;
        const nuint PinIncorrect = 0xA0;
        fixed (byte* first = pin)
        {
            var answer = ((delegate* unmanaged[Cdecl]<nuint, nuint, byte*, nuint, nuint>)_functions[18])(session, User, first, (nuint)pin.Length);
            if (answer == PinIncorrect)
            {
                return false;
            }

            if (answer != AlreadyLoggedIn)
            {
                Require(answer, "C_Login");
            }

            return true;
        }
    }

    /// <summary>C_FindObjects: at most two objects like the template.</summary>
    public nuint[] Find(nuint session, ObjectAttribute[] template)
    {
        var found = new nuint[2];
        nuint count = 0;
        fixed (ObjectAttribute* attributes = template)
        fixed (nuint* first = found)
        {
            Require(((delegate* unmanaged[Cdecl]<nuint, ObjectAttribute*, nuint, nuint>)_functions[26])(session, attributes, (nuint)template.Length), "C_FindObjectsInit");
            var answer = ((delegate* unmanaged[Cdecl]<nuint, nuint*, nuint, nuint*, nuint>)_functions[27])(session, first, (nuint)found.Length, &count);
            ((delegate* unmanaged[Cdecl]<nuint, nuint>)_functions[28])(session);
            Require(answer, "C_FindObjects");
        }

        return found[..(int)count];
    }

    /// <summary>C_Encrypt with its initialization.</summary>
    public byte[] Encrypt(nuint session, Mechanism mechanism, nuint key, ReadOnlySpan<byte> input, int most)
    {
        Require(((delegate* unmanaged[Cdecl]<nuint, Mechanism*, nuint, nuint>)_functions[29])(session, &mechanism, key), "C_EncryptInit");
        Require(Run(30, session, input, most, out var output), "C_Encrypt");
        return output;
    }

    /// <summary>C_Decrypt with its initialization; null when the token finds the text altered.</summary>
    public byte[]? Decrypt(nuint session, Mechanism mechanism, nuint key, ReadOnlySpan<byte> input)
    {
        Require(((delegate* unmanaged[Cdecl]<nuint, Mechanism*, nuint, nuint>)_functions[33])(session, &mechanism, key), "C_DecryptInit");
        return Run(34, session, input, input.Length, out var output) == Ok ? output : null;
    }

    private nuint Run(int function, nuint session, ReadOnlySpan<byte> input, int most, out byte[] output)
    {
        output = new byte[most];
        var length = (nuint)most;
        fixed (byte* from = input)
        fixed (byte* to = output)
        {
            var answer = ((delegate* unmanaged[Cdecl]<nuint, byte*, nuint, byte*, nuint*, nuint>)_functions[function])(session, from, (nuint)input.Length, to, &length);
            if (answer == Ok)
            {
                output = output[..(int)length];
            }

            return answer;
        }
    }

    private void Require(nuint answer, string function)
    {
        if (answer != Ok)
        {
            throw new InputException(new InputError(
                string.Create(CultureInfo.InvariantCulture, $"The token of {_path} refused {function} with 0x{(ulong)answer:X}."), "The numbers are PKCS #11's CKR_ codes; the token's documentation has them."));
        }
    }
}
