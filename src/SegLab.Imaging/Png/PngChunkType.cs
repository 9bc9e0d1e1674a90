namespace SegLab.Imaging.Png;

/// <summary>The four letters that name a chunk, as one number, the first letter highest.</summary>
readonly record struct PngChunkType(uint Code)
{
    public static PngChunkType Header { get; } = new(0x49484452);

    public static PngChunkType Palette { get; } = new(0x504C5445);

    public static PngChunkType Data { get; } = new(0x49444154);

    public static PngChunkType End { get; } = new(0x49454E44);

    /// <summary>Whether a reader that does not know the chunk cannot show the image: the first letter is a capital.</summary>
    public bool IsCritical => (Code & 0x2000_0000) == 0;

    /// <summary>Whether all four are letters.</summary>
    public bool IsSound
        => char.IsAsciiLetter(Letter(0)) && char.IsAsciiLetter(Letter(1)) && char.IsAsciiLetter(Letter(2)) && char.IsAsciiLetter(Letter(3));

    public override string ToString() => $"{Letter(0)}{Letter(1)}{Letter(2)}{Letter(3)}";

    char Letter(int index) => (char)(byte)(Code >> (24 - 8 * index));
}
