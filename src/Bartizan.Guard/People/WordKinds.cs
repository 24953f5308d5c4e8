namespace Bartizan.Guard.People;

/// <summary>What a word may be, by the lists of <see cref="Lexicon"/>; one look-up tells all of it.</summary>
[Flags]
internal enum WordKinds
{
    None = 0,

    /// <summary>Sentences begin with it.</summary>
    Everyday = 1,

    /// <summary>No name holds it: <c>Inc</c>, <c>University</c>.</summary>
    Thing = 2,

    /// <summary>A number behind it is that of a flat, room or box.</summary>
    Unit = 4,

    /// <summary>It makes the words before it a street.</summary>
    EndsStreet = 8,

    /// <summary>It makes the words behind it a street.</summary>
    BeginsStreet = 16,

    /// <summary>Only people bear it.</summary>
    Title = 32,

    /// <summary>A small word within a name.</summary>
    Particle = 64,

    /// <summary>A given name.</summary>
    Given = 128,

    /// <summary>A given name and nothing else.</summary>
    OnlyGiven = 256,

    /// <summary>A family name.</summary>
    Family = 512,

    /// <summary>A family name and no everyday word.</summary>
    OnlyFamily = 1024,
}

/// <summary>Asks for kinds without boxing them, also where nothing is optimised.</summary>
internal static class WordKindsExtensions
{
    /// <summary>Whether it is one of <paramref name="any"/>.</summary>
    public static bool Has(this WordKinds kinds, WordKinds any) => (kinds & any) != WordKinds.None;
}
