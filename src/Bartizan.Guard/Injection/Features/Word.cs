namespace Bartizan.Guard.Injection.Features;

/// <summary>One word of a text, as the features see it.</summary>
/// <param name="Hash">Hash of the folded word.</param>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="End">One past the last.</param>
/// <param name="From">Its start as windows are measured: letters set apart count as if they stood together, so that a window holds as many words of them.</param>
/// <param name="To">Its end, so measured.</param>
/// <param name="Before">The unit before it; a line feed at the start of the text.</param>
/// <param name="After">The unit after it; a line feed at the end of the text.</param>
/// <param name="OpensUnit">Whether a sentence, line or cell ended since the word before.</param>
/// <param name="Stem">Hash of its first letters.</param>
/// <param name="Skeleton">Hash of its letters whatever the order of the inner ones.</param>
internal readonly record struct Word(ulong Hash, int Start, int End, int From, int To, char Before, char After, bool OpensUnit, ulong Stem, ulong Skeleton);

/// <summary>Receives the words of a text in order. A struct, so that the scanner is compiled for it.</summary>
internal interface IWordSink
{
    void Add(in Word word);
}
