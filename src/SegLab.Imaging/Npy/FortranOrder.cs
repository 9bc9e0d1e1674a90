namespace SegLab.Imaging.Npy;

/// <summary>Brings arrays whose first extent runs fastest into row-major order, in which the last one does.</summary>
static class FortranOrder
{
    public static T[] ToRowMajor<T>(T[] values, ReadOnlySpan<nint> shape)
    {
        if (shape.Length < 2 || values.Length == 0) return values;
        Span<nint> stride = stackalloc nint[shape.Length], index = stackalloc nint[shape.Length];
        index.Clear();
        stride[0] = 1;
        for (int axis = 1; axis < shape.Length; axis++) stride[axis] = stride[axis - 1] * shape[axis - 1];

        int last = shape.Length - 1;
        T[] ordered = new T[values.Length];
        nint source = 0;
        for (int row = 0; row < values.Length; row += (int)shape[last])
        {
            for (int i = 0; i < shape[last]; i++) ordered[row + i] = values[source + i * stride[last]];

            // On to the next row: as an odometer, from the second last extent to the first.
            for (int axis = last - 1; axis >= 0; axis--)
            {
                source += stride[axis];
                if (++index[axis] < shape[axis]) break;
                source -= stride[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return ordered;
    }
}
