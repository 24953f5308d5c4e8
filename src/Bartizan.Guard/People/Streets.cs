using Bartizan.Guard.Spans;

namespace Bartizan.Guard.People;

/// <summary>The words that make a street of a name, in the seven languages and their neighbours.</summary>
internal static class Streets
{
    // Behind the name: Baker Street, Lange Straße.
    public const string Behind =
        "Street St Str Road Rd Avenue Ave Lane Ln Drive Dr Boulevard Blvd Way Court Ct Place Pl Square Sq Terrace Terr Close Crescent Cres Circle Cir Highway Hwy Parkway Pkwy Row Mews Grove Gardens Gdns Walk Alley Trail Trl Loop Pass Path Pike Turnpike Plaza Quay Esplanade Parade Gateway Hill Rise View Court Vale Mall Expressway "
        + "Straße Strasse Weg Platz Allee Gasse Ring Ufer Damm Promenade Chaussee straat laan weg plein gracht kade singel steeg hof dreef vej gade veien vei gata gate gatan vägen väg katu tie tér út utca útja u körút ulice náměstí třída";

    // Before it: rue Victor Hugo, Calle Mayor, Via Roma, ulica Długa.
    public const string Before =
        "rue avenue av boulevard bd chemin place allée allee impasse quai route cours passage square sentier villa cité cite chaussée calle c/ cl avenida avda paseo plaza plza carrer camino carretera ronda travesía glorieta pasaje colonia barrio urb cuesta callejón "
        + "via viale piazza corso vicolo largo lungomare strada contrada rua r travessa praça praca alameda estrada rodovia largo ulica ul al aleja os plac pl ulice strada bulevardul calea str odos leoforos";

    // One word: Hauptstraße, Kerkstraat, Storgatan.
    private static readonly Endings Plain = new(
        3,
        "straße", "strasse", "gasse", "platz", "allee", "damm", "ufer", "chaussee", "graben", "straat", "laan", "plein", "gracht", "singel", "steeg", "dreef", "dijk", "vej", "gade", "veien", "vegen", "gata", "gatan", "vägen", "stigen", "gränd", "kuja", "polku", "bakken", "stræde",
        "götu", "vegur", "braut", "stígur", "utca", "körút", "stien", "svingen", "vangen", "parken", "lunden", "toften", "hóll", "rodda", "tún", "torget", "grenda", "jordet", "løkka", "kroken", "haugen", "åsen");

    // What also ends words that are no streets: Featuring 30, Delegate 5.
    private static readonly Endings Doubtful = new(
        3, "ring", "gate", "alle", "lia", "lía", "markt", "tie", "hof", "hove", "weg", "dam", "kade", "road", "street", "lien", "steig", "katu", "gaten", "marken", "holmen");

    // Before the number of a flat, room or box.
    public const string Units = "Apt Apartment Appt Suite Ste Unit Flat Room Floor Fl Box Wohnung Whg Etage Top Piso Planta Puerta Interno Int Scala Andar Apto Bus Postbus Postfach BP Apartado";

    /// <summary>Whether the word makes the words before it a street.</summary>
    public static bool EndsStreet(ReadOnlySpan<char> word) => Lexicon.KindsOf(word).Has(WordKinds.EndsStreet) || IsOneWord(word);

    /// <summary>Whether the word is a street by itself; without a number before it, only where its ending is no other word's.</summary>
    public static bool IsOneWord(ReadOnlySpan<char> word, bool numbered = true) => Plain.End(word) || (numbered && Doubtful.End(word));

    /// <summary>Whether a number behind the word is that of a flat, room or box.</summary>
    public static bool IsUnit(ReadOnlySpan<char> word) => Lexicon.KindsOf(word).Has(WordKinds.Unit);

    /// <summary>Whether the words name a state or province by two or three capitals.</summary>
    public static bool IsState(ref SpanText text, int start, int end) => end - start is 2 or 3 && Words.IsUpper(text[start]) && Words.IsUpper(text[start + 1]) && (end - start == 2 || Words.IsUpper(text[start + 2]));
}
