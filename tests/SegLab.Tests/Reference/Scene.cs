namespace SegLab.Tests.Reference;

/// <summary>What a reference sees: probabilities and targets <c>[N, C, pixels]</c>, and a weight for each pixel, 0 where it is ignored.</summary>
sealed record Scene(double[,,] P, double[,,] Y, double[,] W, int[] Extents, double[,,] Given)
{
    public int Images => P.GetLength(0);

    public int Channels => P.GetLength(1);

    public int PixelsOfImage => P.GetLength(2);

    /// <summary>The sum of the weights.</summary>
    public double Pixels => W.Cast<double>().Sum();

    public double Elements => Pixels * Channels;

    /// <summary>The label of a pixel; -1 where it is ignored.</summary>
    public int Label(int image, int pixel)
    {
        if (W[image, pixel] == 0) return -1;
        if (Channels == 1) return Y[image, 0, pixel] > 0 ? 1 : 0;
        int label = 0;
        while (Y[image, label, pixel] == 0) label++;
        return label;
    }
}
