using SegLab.Numerics;

namespace SegLab.Imaging.Datasets;

/// <summary>A random surface over the unit square without corners: values on a lattice, blended in between.</summary>
sealed class SmoothNoise
{
    readonly int cells;
    readonly double[] lattice;

    /// <summary>Draws the values on the corners of cells x cells cells, from -1 to 1.</summary>
    public SmoothNoise(RandomStream random, int cells)
    {
        this.cells = cells;
        lattice = new double[(cells + 1) * (cells + 1)];
        for (int i = 0; i < lattice.Length; i++) lattice[i] = random.NextDouble(-1, 1);
    }

    /// <summary>The height at a point, both coordinates in [0, 1).</summary>
    public double this[double x, double y]
    {
        get
        {
            int column = (int)(x * cells), row = (int)(y * cells), corner = row * (cells + 1) + column;
            double right = Ease(x * cells - column), down = Ease(y * cells - row);
            double top = Blend(lattice[corner], lattice[corner + 1], right);
            double bottom = Blend(lattice[corner + cells + 1], lattice[corner + cells + 2], right);
            return Blend(top, bottom, down);
        }
    }

    static double Ease(double t) => t * t * (3 - 2 * t);

    static double Blend(double from, double to, double part) => from + (to - from) * part;
}
