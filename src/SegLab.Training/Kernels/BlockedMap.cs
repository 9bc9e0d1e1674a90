namespace SegLab.Training.Kernels;

/// <summary>
/// A feature map as the kernels like it: <c>[batch, channels / 16, height, width, 16]</c>, so that a pixel's sixteen channels are one
/// vector. The last block is filled up with channels of zeros.
/// </summary>
sealed unsafe class BlockedMap
{
    /// <summary>Channels of a block.</summary>
    public const int Lanes = 16;

    readonly AlignedMemory memory;

    public BlockedMap(int batch, int channels, int height, int width)
    {
        (Batch, Channels, Blocks, Height, Width) = (batch, channels, BlocksOf(channels), height, width);
        memory = new AlignedMemory(checked((long)batch * Blocks * height * width * Lanes));
    }

    public int Batch { get; }

    public int Channels { get; }

    /// <summary>Blocks of sixteen channels.</summary>
    public int Blocks { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Floats of one block's plane.</summary>
    public nint PlaneStride => (nint)Height * Width * Lanes;

    /// <summary>Floats of one image.</summary>
    public nint ImageStride => Blocks * PlaneStride;

    public float* Pointer => memory.Pointer;

    public Span<float> Values => memory.Values;

    /// <summary>How many blocks of sixteen hold so many channels.</summary>
    public static int BlocksOf(int channels) => (channels + Lanes - 1) / Lanes;

    /// <summary>The first image's plane of a block; the next image's is <see cref="ImageStride"/> further.</summary>
    public float* Block(int block) => Pointer + block * PlaneStride;
}
