namespace Bartizan.Guard.Taint;

/// <summary>Every run of <see cref="WordText.Run"/> words in a row, each beginning one word after the one before.</summary>
internal ref struct WordRuns(ReadOnlySpan<char> words)
{
    private readonly ReadOnlySpan<char> _words = words;
    private int _start;
    private int _end = -1;

    public ReadOnlySpan<char> Current => _words[_start..(_end + 1)];

    public readonly WordRuns GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_end < 0)
        {
            _end = 0;
            for (var i = 0; i < WordText.Run; i++)
            {
                if (!Next(ref _end))
                {
                    return false;
                }
            }

            return true;
        }

        return Next(ref _end) && Next(ref _start);
    }

    private readonly bool Next(ref int at)
    {
        var next = at + 1 >= _words.Length ? -1 : _words[(at + 1)..].IndexOf(' ');
        at = next < 0 ? at : at + 1 + next;
        return next >= 0;
    }
}
