using System.Numerics;
using System.Numerics.Tensors;
using Microsoft.Win32.SafeHandles;
using SegLab.Imaging.Nifti;
using SegLab.Imaging.Npy;

namespace SegLab.Imaging.Masks;

/// <summary>
/// Reads probabilities from NPY and NPZ, shape <c>[channels, height, width]</c> or <c>[channels, depth, height, width]</c>, and from NIfTI
/// of four axes, <c>x</c>, <c>y</c>, <c>z</c> and the channel. Two axes of NPY or NPZ are one channel.
/// </summary>
public static class ProbabilityMapFile
{
    const int MostAxes = 4;

    /// <summary>Reads a file. Doubles become the nearest floats.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">Which array of an NPZ file to read; null for the only one.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, of another kind, or its shape none of those above; the message names it and what is wrong.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ProbabilityMap Read(string path, string? array = null)
    {
        byte[] start = new byte[1 << 16];
        using SafeFileHandle handle = File.OpenHandle(path);
        MaskFile file = MaskFile.Open(handle, path, start);
        if (file.Format == MaskFormat.Png)
            throw new InvalidDataException($"{path}: this is a PNG, which holds no probabilities; expected an NPY, NPZ or NIfTI file.");
        using var stream = new FileStream(handle, FileAccess.Read, start.Length);
        if (file.Format is MaskFormat.Nifti or MaskFormat.CompressedNifti)
        {
            using var reader = new NiftiReader(stream, file.Format == MaskFormat.CompressedNifti, path);
            return ReadNifti(reader, path, start);
        }

        NpyArray numbers = file.Format == MaskFormat.Npy
            ? NpyFile.Read(stream, path)
            : NpzArchive.Use(stream, path, archive => archive.Read(archive.Choose(array)));
        (int channels, MaskShape shape) = Split(numbers.Shape, numbers.Name);
        return new ProbabilityMap(channels, shape, numbers.ToArray<float>());
    }

    static ProbabilityMap ReadNifti(NiftiReader reader, string path, Span<byte> buffer)
    {
        nint[] extents = reader.Header.Extents;
        if (extents.Length < MostAxes) extents = [1, .. extents];
        (int channels, MaskShape shape) = Split(extents, path);
        var sink = new FloatSink(reader.Header.Count);
        reader.ReadVoxels(ref sink, buffer);
        return new ProbabilityMap(channels, shape, sink.Values);
    }

    static (int Channels, MaskShape Shape) Split(ReadOnlySpan<nint> extents, string name)
    {
        bool isOne = extents.Length == 2;
        MaskShape? shape = isOne ? MaskShape.Of(extents) : extents.Length is 3 or MostAxes ? MaskShape.Of(extents[1..]) : null;
        return shape is { } known && (isOne || extents[0] > 0)
            ? (isOne ? 1 : (int)extents[0], known)
            : throw new InvalidDataException(
                $"{name}: its shape ({string.Join(", ", extents.ToArray())}) is none of probabilities; "
                + "expected [channels, height, width] or [channels, depth, height, width], none of them 0.");
    }

    struct FloatSink(int count) : IVoxelSink
    {
        int taken;

        /// <summary>The numbers; memory was taken as they came, so that a header that lies costs little.</summary>
        public float[] Values { get; private set; } = [];

        public int Take<T>(Span<T> voxels)
            where T : unmanaged, INumber<T>
        {
            if (Values.Length - taken < voxels.Length)
            {
                float[] larger = new float[(int)Math.Min(Math.Max(2L * Values.Length, taken + voxels.Length), count)];
                Values.CopyTo(larger, 0);
                Values = larger;
            }

            TensorPrimitives.ConvertSaturating<T, float>(voxels, Values.AsSpan(taken));
            taken += voxels.Length;
            return -1;
        }
    }
}
