using System.Numerics.Tensors;
using SegLab.Losses.Kernels;

namespace SegLab.Labels;

/// <summary>Numbers the connected regions of one label.</summary>
public static unsafe class ConnectedComponents
{
    /// <summary>
    /// Gives each connected region of equal labels a number, from 1 on in the order in which regions are first met row by row. Neighbours
    /// with different labels belong to different components; label 0 is background and gets 0.
    /// </summary>
    /// <param name="labels">The label map, one to three spatial extents.</param>
    /// <param name="components">Receives the numbers, in the shape of the map; it must not be the memory of the map.</param>
    /// <param name="connectivity">Which elements are neighbours.</param>
    /// <param name="ignoredLabel">A further label that gets 0.</param>
    /// <returns>How many components there are.</returns>
    /// <remarks>Two passes with union-find (Rosenfeld and Pfaltz, Sequential Operations in Digital Picture Processing, 1966).</remarks>
    /// <exception cref="ArgumentException">The shapes differ, or there are no or more than three extents.</exception>
    public static int Label(
        ReadOnlyTensorSpan<int> labels, TensorSpan<int> components, Connectivity connectivity = Connectivity.Faces,
        int? ignoredLabel = null)
    {
        if (!labels.Lengths.SequenceEqual(components.Lengths))
            throw new ArgumentException($"The components have the shape {Text(components.Lengths)}, the labels {Text(labels.Lengths)}.");
        if (labels.IsEmpty || labels.Rank > 3)
            throw new ArgumentException($"A label map has one to three extents above 0, not {Text(labels.Lengths)}.");

        int[] source = [], destination = [];
        if (!Shapes.IsRowMajor(labels))
        {
            source = new int[labels.FlattenedLength];
            labels.FlattenTo(source);
        }

        if (!Shapes.IsRowMajor(components.AsReadOnlyTensorSpan())) destination = new int[labels.FlattenedLength];
        ReadOnlySpan<nint> lengths = labels.Lengths;
        int width = (int)lengths[^1], height = lengths.Length > 1 ? (int)lengths[^2] : 1, depth = lengths.Length > 2 ? (int)lengths[^3] : 1;
        int count;
        fixed (int* own = source)
        fixed (int* given = &labels.GetPinnableReference())
        fixed (int* ownComponents = destination)
        fixed (int* givenComponents = &components.GetPinnableReference())
        {
            count = Label(
                own == null ? given : own, depth, height, width, connectivity, ignoredLabel ?? 0,
                ownComponents == null ? givenComponents : ownComponents);
        }

        if (destination.Length > 0) new ReadOnlyTensorSpan<int>(destination, components.Lengths).CopyTo(components);
        return count;
    }

    /// <summary>As above, of <c>[depth, height, width]</c> in row-major memory.</summary>
    /// <remarks>
    /// While regions are being joined an element holds the index of an earlier one of its region, its own index if it is the first. Then
    /// the numbers replace the indices in order: what an element points to is numbered already.
    /// </remarks>
    internal static int Label(int* labels, int depth, int height, int width, Connectivity connectivity, int ignoredLabel, int* components)
    {
        int reach = connectivity == Connectivity.Full ? 1 : 0;
        for (int z = 0; z < depth; z++)
            for (int y = 0; y < height; y++) JoinRow(labels, components, (z, y), height, width, reach, ignoredLabel);

        int count = 0, elements = checked(depth * height * width);
        for (int i = 0; i < elements; i++)
        {
            int first = components[i];
            components[i] = first < 0 ? 0 : first == i ? ++count : components[first];
        }

        return count;
    }

    static void JoinRow(int* labels, int* components, (int Z, int Y) row, int height, int width, int reach, int ignoredLabel)
    {
        int begin = (row.Z * height + row.Y) * width;
        for (int i = begin; i < begin + width; i++)
        {
            int label = labels[i];
            components[i] = label == 0 || label == ignoredLabel ? -1 : i > begin && labels[i - 1] == label ? components[i - 1] : i;
        }

        // Rows that came before: the one above, and in the plane in front the same and, with full connectivity, those beside it.
        if (row.Y > 0) Join(labels, components, begin, begin - width, width, reach);
        if (row.Z == 0) return;
        for (int y = Math.Max(row.Y - reach, 0); y <= Math.Min(row.Y + reach, height - 1); y++)
            Join(labels, components, begin, ((row.Z - 1) * height + y) * width, width, reach);
    }

    static void Join(int* labels, int* components, int row, int earlier, int width, int reach)
    {
        for (int x = 0; x < width; x++)
        {
            if (components[row + x] < 0) continue;
            int label = labels[row + x];
            for (int other = Math.Max(x - reach, 0); other <= Math.Min(x + reach, width - 1); other++)
            {
                if (labels[earlier + other] != label) continue;

                // Where both have a neighbour of the label before them, these two have joined the regions already.
                if (x > 0 && other > 0 && labels[row + x - 1] == label && labels[earlier + other - 1] == label) continue;
                Unite(components, row + x, earlier + other);
            }
        }
    }

    static void Unite(int* components, int one, int other)
    {
        (one, other) = (First(components, one), First(components, other));
        components[Math.Max(one, other)] = Math.Min(one, other);
    }

    static int First(int* components, int element)
    {
        while (components[element] != element) element = components[element] = components[components[element]];
        return element;
    }

    static string Text(ReadOnlySpan<nint> lengths) => $"[{string.Join(", ", lengths.ToArray())}]";
}
