using System.Collections.Frozen;

namespace Bartizan.Guard.Normalization;

/// <summary>Letters that look like Latin ones. Our own table: what a reader would take for the Latin letter in running text.</summary>
internal static class LookAlikes
{
    // Letters of living scripts: Latin only where a word says so.
    private const string Scripts =
        "аaеeоoрpсcуyхxіiјjѕsԁdԛqԝwһhӏlАAВBЕEКKМMНHОOРPСCТTХXУYЅSІIЈJԌGԚQԜWҺhѵvѴVӀI"
        + "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνvαaιiκkρpυuϲcϳj"
        + "ᎪAᏴBᏟCᎠDᎬEᏀGᎻHᎫJᏦKᏞLᎷMᏢPᏒRᏚSᎢTᏙVᎳWᏃZօoսuհhցgզq";

    // Letters that are Latin in another dress.
    private const string Styled =
        "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢzɑaɡgɩi";

    private static readonly FrozenDictionary<int, char> OfScripts = Read(Scripts);
    private static readonly FrozenDictionary<int, char> OfStyles = Read(Styled);

    /// <summary>The Latin letter that a letter of another script looks like, or NUL.</summary>
    public static char OfScript(int point) => OfScripts.TryGetValue(point, out var latin) ? latin : '\0';

    /// <summary>The Latin letter that a styled letter or enclosed letter is, or NUL.</summary>
    public static char OfStyle(int point) => point switch
    {
        >= 0x1F150 and <= 0x1F169 => (char)('A' + (point - 0x1F150)),
        >= 0x1F170 and <= 0x1F189 => (char)('A' + (point - 0x1F170)),
        >= 0x1F1E6 and <= 0x1F1FF => (char)('A' + (point - 0x1F1E6)),
        _ => OfStyles.TryGetValue(point, out var latin) ? latin : '\0',
    };

    /// <summary>Whether a letter belongs to a script that has look-alikes of Latin letters.</summary>
    public static bool IsMixableScript(int point) => point is (>= 0x370 and <= 0x52F) or (>= 0x531 and <= 0x587) or (>= 0x13A0 and <= 0x13F5);

    private static FrozenDictionary<int, char> Read(string table)
    {
        var pairs = new Dictionary<int, char>();
        var runes = table.EnumerateRunes().ToList();
        for (var i = 0; i + 1 < runes.Count; i += 2)
        {
            pairs[runes[i].Value] = (char)runes[i + 1].Value;
        }

        return pairs.ToFrozenDictionary();
    }
}
