using System.Numerics;
using SegLab.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>How the pixels of one class, of some images, are cut into blocks and their errors into digits; by the shape alone.</summary>
readonly struct PlaneCut
{
    const int LeastBlock = 1 << 14, MostBlocks = 16, LeastDigitBits = 10, MostDigitBits = 13, PixelsOfDigitBits = 6;

    readonly nint pixels, blockPixels;
    readonly int blocksPerImage;

    public PlaneCut(int images, nint pixels)
    {
        this.pixels = pixels;
        Pixels = checked(images * pixels);
        blockPixels = Math.Max(LeastBlock, (Pixels + MostBlocks - 1) / MostBlocks + Lanes.Count - 1) / Lanes.Count * Lanes.Count;
        blocksPerImage = (int)((pixels + blockPixels - 1) / blockPixels);
        Blocks = images * blocksPerImage;
        int sizeBits = BitOperations.Log2((nuint)Math.Max(Pixels, 1));
        Digits = 1 << Math.Clamp(sizeBits - PixelsOfDigitBits, LeastDigitBits, MostDigitBits);
    }

    /// <summary>Pixels of all the images.</summary>
    public nint Pixels { get; }

    public int Blocks { get; }

    /// <summary>A power of two, at least a vector's numbers.</summary>
    public int Digits { get; }

    /// <summary>The image that a block lies in, counted from the first.</summary>
    public int ImageOf(int block) => block / blocksPerImage;

    /// <summary>A block's first pixel in its image, and the one after its last.</summary>
    public nint StartOf(int block) => block % blocksPerImage * blockPixels;

    /// <inheritdoc cref="StartOf"/>
    public nint EndOf(int block) => Math.Min(StartOf(block) + blockPixels, pixels);
}
