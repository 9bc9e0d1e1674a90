namespace SegLab.Tests.Reference;

/// <summary>Distances by looking at every pair of elements, in double.</summary>
static class BruteForceDistance
{
    /// <summary>The squared distance of each element to the nearest that <paramref name="isSite"/> accepts for it; infinite without one.</summary>
    /// <param name="isSite">(element, other): whether distances of the element are to the other.</param>
    public static double[] Squared(int[] extents, double[] spacing, Func<int, int, bool> isSite)
    {
        int count = extents.Aggregate(1, (product, extent) => product * extent);
        var squares = new double[count];
        double[][] places = [.. Enumerable.Range(0, count).Select(element => Place(element, extents, spacing))];
        for (int element = 0; element < count; element++)
        {
            squares[element] = double.PositiveInfinity;
            for (int other = 0; other < count; other++)
                if (isSite(element, other)) squares[element] = Math.Min(squares[element], SquaredBetween(places[element], places[other]));
        }

        return squares;
    }

    static double SquaredBetween(double[] one, double[] other)
    {
        double sum = 0;
        for (int axis = 0; axis < one.Length; axis++) sum += (one[axis] - other[axis]) * (one[axis] - other[axis]);
        return sum;
    }

    static double[] Place(int element, int[] extents, double[] spacing)
    {
        var place = new double[extents.Length];
        for (int axis = extents.Length - 1; axis >= 0; axis--)
        {
            place[axis] = element % extents[axis] * spacing[axis];
            element /= extents[axis];
        }

        return place;
    }
}
