using System.Numerics;

namespace SegLab.Imaging.Nifti;

/// <summary>Takes the voxels of a file, a piece at a time.</summary>
interface IVoxelSink
{
    /// <summary>Takes the next voxels, which it may change.</summary>
    /// <returns>The place in the piece of the first one that it cannot take; -1 when it took all.</returns>
    int Take<T>(Span<T> voxels)
        where T : unmanaged, INumber<T>;
}
