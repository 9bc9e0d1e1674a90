using System.Numerics;

namespace SegLab.Metrics;

/// <summary>
/// The length or area of the surface that passes between the pixels or voxels around a corner: marching squares, and the marching cubes of
/// Lorensen and Cline (1987) with vertices at the middle of edges.
/// </summary>
/// <remarks>
/// Where a face has two opposite corners set, the surface cuts off each; a code with more than four set corners is its complement (the 15
/// cases of the paper). A polygon of five or six vertices is not flat: it is the fan of triangles that is largest at equal spacing.
/// </remarks>
static class SurfaceMeasure
{
    /// <summary>The measure of each code, of which the first corner is the most significant bit and the last axis is fastest.</summary>
    /// <param name="spacing">The spacing of one to three axes.</param>
    public static double[] ByCode(double[] spacing) => spacing.Length switch
    {
        1 => [0, 1, 1, 0],
        2 => [.. Enumerable.Range(0, 16).Select(code => Segments(code).Sum(segment => Length(segment.From - segment.To, [0, .. spacing])))],
        _ => [.. Enumerable.Range(0, 256).Select(code => Polygons(BitOperations.PopCount((uint)code) > 4 ? 255 - code : code).Sum(polygon => Area(polygon, spacing)))],
    };

    /// <summary>The segments of a square in the plane 0; vertices are in half steps.</summary>
    static IEnumerable<(Vertex From, Vertex To)> Segments(int code) =>
        FaceSegments([new(0, 0, 0), new(0, 0, 2), new(0, 2, 2), new(0, 2, 0)], corner => (code >> (3 - (corner.Y + corner.X / 2)) & 1) != 0);

    /// <summary>Follows the segments of the six faces from end to end.</summary>
    static IEnumerable<Vertex[]> Polygons(int code)
    {
        var segments = new List<(Vertex From, Vertex To)>();
        for (int side = 0; side <= 2; side += 2)
        {
            foreach (Func<int, int, Vertex> place in new Func<int, int, Vertex>[] { (u, v) => new(side, u, v), (u, v) => new(u, side, v), (u, v) => new(u, v, side) })
            {
                Vertex[] ring = [place(0, 0), place(0, 2), place(2, 2), place(2, 0)];
                segments.AddRange(FaceSegments(ring, corner => (code >> (7 - (corner.Z * 2 + corner.Y + corner.X / 2)) & 1) != 0));
            }
        }

        while (segments.Count > 0)
        {
            List<Vertex> polygon = [segments[0].From, segments[0].To];
            segments.RemoveAt(0);
            while (segments.FindIndex(segment => segment.From == polygon[^1] || segment.To == polygon[^1]) is >= 0 and var next)
            {
                polygon.Add(segments[next].From == polygon[^1] ? segments[next].To : segments[next].From);
                segments.RemoveAt(next);
            }

            yield return [.. polygon[..^1]];
        }
    }

    static IEnumerable<(Vertex From, Vertex To)> FaceSegments(Vertex[] ring, Func<Vertex, bool> isSet)
    {
        bool[] set = [.. ring.Select(isSet)];
        Vertex[] middles = [.. ring.Select((corner, i) => corner.Middle(ring[(i + 1) % 4]))];
        int[] crossed = [.. Enumerable.Range(0, 4).Where(i => set[i] != set[(i + 1) % 4])];
        if (crossed.Length == 2) yield return (middles[crossed[0]], middles[crossed[1]]);
        if (crossed.Length < 4) yield break;
        for (int i = 0; i < 4; i++)
            if (set[i]) yield return (middles[(i + 3) % 4], middles[i]);
    }

    static double Area(Vertex[] polygon, double[] spacing)
    {
        double FanArea(int apex, double[] steps) => Enumerable.Range(1, polygon.Length - 2)
            .Sum(i => Triangle(polygon[apex], polygon[(apex + i) % polygon.Length], polygon[(apex + i + 1) % polygon.Length], steps));
        return FanArea(Enumerable.Range(0, polygon.Length).MaxBy(apex => Math.Round(FanArea(apex, [1, 1, 1]), 9)), spacing);
    }

    static double Triangle(Vertex a, Vertex b, Vertex c, double[] spacing)
    {
        Vertex u = b - a, v = c - a;
        var normal = new Vertex(u.Y * v.X - u.X * v.Y, u.X * v.Z - u.Z * v.X, u.Z * v.Y - u.Y * v.Z);

        // A length has a factor of the spacing along it, a component of the normal those across it; two half steps each.
        return Length(normal, [spacing[1] * spacing[2], spacing[0] * spacing[2], spacing[0] * spacing[1]]) / 4;
    }

    static double Length(Vertex steps, double[] spacing)
    {
        double z = steps.Z * spacing[0], y = steps.Y * spacing[1], x = steps.X * spacing[2];
        return Math.Sqrt(z * z + y * y + x * x) / 2;
    }

    /// <summary>A place in half steps.</summary>
    readonly record struct Vertex(int Z, int Y, int X)
    {
        public Vertex Middle(Vertex other) => new((Z + other.Z) / 2, (Y + other.Y) / 2, (X + other.X) / 2);

        public static Vertex operator -(Vertex a, Vertex b) => new(a.Z - b.Z, a.Y - b.Y, a.X - b.X);
    }
}
