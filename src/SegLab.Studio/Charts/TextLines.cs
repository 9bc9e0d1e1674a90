namespace SegLab.Studio.Charts;

/// <summary>Text of a drawing, which does not flow by itself.</summary>
static class TextLines
{
    /// <summary>About how wide a character of a drawing's text is, in pixels.</summary>
    public const double CharacterWidth = 6.8;

    /// <summary>Breaks a text between words; a word longer than a line has one of its own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">The room in pixels.</param>
    /// <param name="characterWidth">The width of a character.</param>
    public static IReadOnlyList<string> Break(string text, double width, double characterWidth = CharacterWidth)
    {
        int room = Math.Max(1, (int)(width / characterWidth));
        List<string> lines = [];
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= room) lines[^1] += " " + word;
            else lines.Add(word);
        }

        return lines;
    }
}
