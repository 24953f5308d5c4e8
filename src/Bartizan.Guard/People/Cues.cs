using System.Collections.Frozen;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.People;

/// <summary>How much what stands before a word says that it is somebody's name.</summary>
internal enum Cue
{
    None,

    /// <summary>A name is usual here: it must be one that is known.</summary>
    Weak,

    /// <summary>A form's field holds a name here: it must be one that is known.</summary>
    Field,

    /// <summary>Nearly always a name: two capitalised words are enough.</summary>
    Usual,

    /// <summary>Only a name stands here.</summary>
    Strong,

    /// <summary>Somebody lives here or comes from here.</summary>
    Place,
}

/// <summary>The words before a name, in the seven languages: <c>my name is</c>, <c>Dear</c>, <c>first_name:</c>, <c>ich heiße</c>.</summary>
internal static class Cues
{
    private const int Reach = 48;

    private static readonly Endings Strong = new(
        0,
        "my name is", "his name is", "her name is", "their name is", "maiden name is", "last name is", "first name is", "partner's name", "husband's name", "wife's name", "goes by the name of", "calls me", "call me", "named him", "named her",
        "your name?", "last name?", "first name?", "ich heiße", "mein name ist", "er heißt", "sie heißt", "je m'appelle", "mon nom est", "elle s'appelle", "il s'appelle", "me llamo", "mi nombre es", "se llama", "mi chiamo", "il mio nome è", "si chiama",
        "o meu nome é", "meu nome é", "chamo-me", "me chamo", "mijn naam is", "ik heet", "hij heet", "zij heet");

    private static readonly Endings StrongFields = new(
        0,
        "first_name", "firstname", "first name", "last_name", "lastname", "last name", "full_name", "fullname", "full name", "surname", "given_name", "given name", "family_name", "family name", "maiden name", "customer name", "customer_name", "patient name", "patient_name",
        "employee name", "employee_name", "cardholder", "card holder", "beneficiary", "account holder", "vorname", "nachname", "prénom", "nom de famille", "apellido", "apellidos", "cognome", "apelido", "sobrenome", "voornaam", "achternaam");

    private static readonly Endings Usual = new(
        0,
        "dear", "it's under", "hello, this is", "i'm", "follow up with", "regards,", "sincerely,", "commenter", "tennis player", "gender of", "tribute to", "directed by", "call me", "my kid", "need to add", "want to add", "cher", "chère", "liebe", "lieber", "sehr geehrter herr", "sehr geehrte frau", "querido", "querida", "estimado", "estimada", "caro", "cara", "gentile", "prezado", "prezada", "beste", "geachte heer", "geachte mevrouw",
        "here's", "assistant to", "concert of");

    private static readonly Endings Weak = new(
        0,
        "hi", "hello", "hey", "hola", "i am", "this is", "under", "liebe", "lieber", "hallo", "cher", "chère", "bonjour", "querido", "querida", "hola", "caro", "cara", "ciao", "prezado", "olá", "beste", "geachte", "sincerely,", "regards,", "greetings,", "yours,", "thanks,",
        "grüßen", "cordialement,", "saludos,", "saluti,", "cumprimentos,", "groeten,", "groet,", "by", "with", "add", "and", "ask for", "contact", "met", "meet", "called", "named", "as", "to", "from", "for", "customer", "patient", "client", "colleague", "kid", "son", "daughter", "brother", "sister", "wife",
        "husband", "friend", "boss", "mother", "father", "commenter", "player", "leave me", "directed by", "starring", "tell", "spoke to", "talk to", "gender of", "tribute to", "but", "concert of", "a", "the", "is", "of", "or", "why", "von", "mit", "avec", "par", "con", "por", "di", "da", "com", "met", "van", "user", "?");

    private static readonly Endings WeakFields = new(
        0,
        "name", "from", "to", "cc", "bcc", "reply-to", "sender", "recipient", "contact", "user", "customer", "client", "patient", "employee", "manager", "owner", "assignee", "reporter", "attendee", "guest", "passenger", "by", "signed", "nombre", "nom", "nome", "naam", "kunde", "cliente", "address", "here's", "names", "6",
        "participant", "participants", "speaker", "applicant", "tenant", "witness", "directed by", "billing address", "shipping address");

    private static readonly Endings Place = new(
        0,
        "originally from", "moved here from", "moved from", "moved to", "lives in", "live in", "lived in", "living in", "born in", "grew up in", "resident of", "residing in", "i am in", "i'm in", "come from", "comes from", "wohnhaft in", "wohnt in", "wohne in", "habite à", "vive en", "vivo en", "abita a", "mora em", "woont in", "native of",
        "returned to", "flew to", "hometown is", "based in", "arrived at", "waist down from", "morning from", "street in");

    private static readonly FrozenSet<char> Signs = new[] { ':', '=' }.ToFrozenSet();

    /// <summary>What stands before <paramref name="start"/>.</summary>
    public static Cue Before(ref SpanText text, int start)
    {
        var before = text.Chars[Math.Max(0, start - Reach)..start];
        var trimmed = before.TrimEnd(" \t\"'`*>|,([");
        var lines = before[trimmed.Length..].ContainsAny('>', '|');
        trimmed = trimmed.TrimEnd("\r\n ");
        if (trimmed.IsEmpty)
        {
            return Cue.Weak;
        }

        if (Signs.Contains(trimmed[^1]))
        {
            var field = trimmed[..^1].TrimEnd(" \t\"'`*>");
            return StrongFields.EndAsWords(field) ? Cue.Strong : WeakFields.EndAsWords(field) ? Cue.Field : Cue.None;
        }

        return Place.EndAsWords(trimmed) ? Cue.Place
            : Strong.EndAsWords(trimmed) ? Cue.Strong
            : Usual.EndAsWords(trimmed) ? Cue.Usual
            : lines || Weak.EndAsWords(trimmed) || (trimmed.Length < before.Length && before[trimmed.Length] is ',') ? Cue.Weak
            : Cue.None;
    }

    private static readonly Endings Addresses = new(
        0,
        "lives at", "lives on", "live at", "live on", "lived in", "live in", "is at", "office is at", "address is", "address to", "address with", "address", "return to", "send it to", "one to", "taxi to", "you off at", "must enter on", "located at", "here they are", "station is on", "corner of", "ship to", "shipped to", "delivered to", "deliver to", "anschrift", "adresse", "dirección",
        "indirizzo", "endereço", "morada", "adres", "wohnt in der", "habite au", "vive en", "abita in", "mora na", "woont op", "meet at");

    private static readonly Endings Greetings = new(0, "hi", "hello", "hey", "hallo", "hola", "bonjour", "ciao", "olá");

    /// <summary>Whether a greeting stands right before <paramref name="start"/>.</summary>
    public static bool Greets(ref SpanText text, int start) => Greetings.EndAsWords(text.Chars[Math.Max(0, start - Reach)..start].TrimEnd(' '));

    /// <summary>Whether the words before <paramref name="start"/> say that an address follows.</summary>
    public static bool NamesAddress(ref SpanText text, int start) =>
        Addresses.EndAsWords(text.Chars[Math.Max(0, start - Reach)..start].TrimEnd(" \t\r\n\"':="));
}
