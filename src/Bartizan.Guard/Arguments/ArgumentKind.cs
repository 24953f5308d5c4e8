namespace Bartizan.Guard.Arguments;

/// <summary>What an argument is for, as far as its name says: what is ordinary in one kind is an attack in another.</summary>
[Flags]
internal enum ArgumentKind
{
    /// <summary>A value: a name, a path, an address, a number.</summary>
    Value = 1,

    /// <summary>A command line or program: it may chain, pipe and substitute.</summary>
    Command = 2,

    /// <summary>Text for people, or the content of a file: nothing runs it.</summary>
    Text = 4,

    /// <summary>A host or address.</summary>
    Host = 8,

    /// <summary>Something to search for, or SQL.</summary>
    Query = 16,
}
