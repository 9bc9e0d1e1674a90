using System.Numerics;
using SegLab.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>How the pixels of one class, of some images, are cut into blocks and their errors into digits; by the shape alone.</summary>
readonly struct PlaneCut
{
    // As many pixels as 16 bits can count, in whole vectors.
    const int MostPixels = ushort.MaxValue / Lanes.Count * Lanes.Count, LeastDigitBits = 10, MostDigitBits = 13, PixelsOfDigitBits = 6;

    readonly nint pixels;
    readonly int blocksPerImage;

    public PlaneCut(int images, nint pixels)
    {
        this.pixels = pixels;
        Pixels = checked(images * pixels);
        blocksPerImage = (int)((pixels + MostPixels - 1) / MostPixels);
        BlockPixels = (int)((pixels + blocksPerImage - 1) / blocksPerImage + Lanes.Count - 1) / Lanes.Count * Lanes.Count;
        Blocks = images * blocksPerImage;
        int sizeBits = BitOperations.Log2((nuint)Math.Max(Pixels, 1));
        Digits = 1 << Math.Clamp(sizeBits - PixelsOfDigitBits, LeastDigitBits, MostDigitBits);
    }

    /// <summary>Pixels of all the images.</summary>
    public nint Pixels { get; }

    public int Blocks { get; }

    /// <summary>The most pixels in a block: whole vectors, and no more than 16 bits can count.</summary>
    public int BlockPixels { get; }

    /// <summary>A power of two, at least a vector's numbers.</summary>
    public int Digits { get; }

    /// <summary>The image that a block lies in, counted from the first.</summary>
    public int ImageOf(int block) => block / blocksPerImage;

    /// <summary>A block's first pixel in its image, and the one after its last.</summary>
    public nint StartOf(int block) => block % blocksPerImage * (nint)BlockPixels;

    /// <inheritdoc cref="StartOf"/>
    public nint EndOf(int block) => Math.Min(StartOf(block) + BlockPixels, pixels);
}
