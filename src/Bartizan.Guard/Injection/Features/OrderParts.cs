using System.Text;

namespace Bartizan.Guard.Injection.Features;

/// <summary>
/// The part that a word may play in an order: who is spoken to, who speaks, duty, time, tool, deed, what it is done to. An order whose
/// words were never seen side by side is often known by the parts that follow each other, as in <c>agent … must … before … answer</c>.
/// </summary>
internal static class OrderParts
{
    /// <summary>The part of a word that plays none.</summary>
    public const int None = 0;

    private const int TableBits = 12;

    // A part a line. Its place is its number, which features are made of: models must be trained again when it changes.
    private static readonly string[] Words =
    [
        "agent agents assistant assistants ai ais llm llms model models chatbot chatbots bot bots copilot copilots gpt chatgpt claude gemini automation",
        "you your yours yourself u ur",
        "i me my mine we us our myself",
        "user users owner owners client clients customer customers principal human operator operators administrator admin developer developers",
        "must shall should need needs required requires require obliged ordered expected supposed instructed told tasked directed duty mandatory obligatory necessary bound ought asked",
        "please kindly pls plz",
        "now next then first immediately afterwards finally once before after prior until again later instantly",
        "tool tools function functions api apis plugin plugins endpoint action call calls invoke run execute use trigger launch perform using calling",
        "silently secretly quietly confirm confirmation approval permission mention notify inform asking telling consent hidden secret",
        "send forward share upload post transfer wire delete remove export publish email mail move copy wipe erase submit transmit hand text",
        "password passwords credentials credential token tokens key keys passcode login session cookie cookies",
        "instruction instructions task tasks goal goals request requests prompt prompts order orders rule rules directive directives step steps objective job command commands assignment priority",
        "ignore disregard forget override instead stop skip drop bypass replace cancel cease abandon overwrite supersede supersedes",
        "new different updated actual real additional extra further another other changed following remaining",
        "answer answers answering reply replying respond responding response output say write return report summary summarise summarize summarising conclude finish continue proceed complete resume",
        "will would can could may might going",
        "not never no don dont do does without nothing none cannot",
        "read reads reading see sees process processing processes parse parses parsing handle handles handling open opens load loads fetch visit view browse scan",
        "he she they him her them his their people person someone everyone anyone staff members team",
        "if when where while unless whenever whoever whatever since because in",
        "account accounts money payment payments balance card funds bank invoice refund",
        "approve book buy pay grant give add invite create set change update reset enable disable unlock merge install download deploy schedule make",
        "all every everything each any entire whole full",
        "data file files conversation history contacts inbox messages records database document documents list details information address",
        "this that these those here above below it",
        "have has had having be is are was were been being",
        "important urgent attention critical system message note notice warning",
        "to",
    ];

    private static readonly Entry[] Entries = CreateEntries();
    private static readonly ushort[] Slots = CreateSlots();

    /// <summary>The part of a word by its hash; <see cref="None"/> for most.</summary>
    public static int Of(ulong hash)
    {
        for (var slot = Slot(hash); Slots[slot] is not 0 and var entry; slot = Next(slot))
        {
            if (Entries[entry].Hash == hash)
                return Entries[entry].Part;
        }

        return None;
    }

    private static Entry[] CreateEntries()
    {
        var entries = new List<Entry> { default };
        Span<byte> folded = stackalloc byte[WordScanner.LongestWord + sizeof(ulong)];
        for (var part = 0; part < Words.Length; part++)
        {
            foreach (var word in Words[part].Split(' '))
            {
                folded.Clear();
                Encoding.ASCII.GetBytes(word, folded);
                entries.Add(new Entry(WordHashes.Of(ref folded[0], word.Length).Word, part + 1));
            }
        }

        return [.. entries];
    }

    /// <summary>Open addressing with 0 for an empty slot; so few are taken that most look-ups end at the first.</summary>
    private static ushort[] CreateSlots()
    {
        var slots = new ushort[1 << TableBits];
        for (var entry = 1; entry < Entries.Length; entry++)
        {
            var slot = Slot(Entries[entry].Hash);
            while (slots[slot] != 0)
            {
                slot = Next(slot);
            }

            slots[slot] = (ushort)entry;
        }

        return slots;
    }

    private static int Slot(ulong hash) => (int)(hash >> (64 - TableBits));

    private static int Next(int slot) => (slot + 1) & ((1 << TableBits) - 1);

    private readonly record struct Entry(ulong Hash, int Part);
}
