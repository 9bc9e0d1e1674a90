namespace SegLab.Imaging;

/// <summary>
/// A colour as it looks with full, with red-blind and with green-blind sight: coordinates in Oklab (Ottosson, 2020), where distance is
/// how different colours look. Only + - * / are used, so that a choice made by distance is the same on every machine.
/// </summary>
readonly struct PerceivedColor
{
    readonly Coordinates full, redBlind, greenBlind;

    public PerceivedColor(RgbColor color)
    {
        double red = Linear(color.Red), green = Linear(color.Green), blue = Linear(color.Blue);
        full = new Coordinates(red, green, blue);
        // Machado, Oliveira and Fernandes (2009), severity 1.
        redBlind = new Coordinates(
            0.152286 * red + 1.052583 * green - 0.204868 * blue,
            0.114503 * red + 0.786281 * green + 0.099216 * blue,
            -0.003882 * red - 0.048116 * green + 1.051998 * blue);
        greenBlind = new Coordinates(
            0.367322 * red + 0.860646 * green - 0.227968 * blue,
            0.280085 * red + 0.672501 * green + 0.047413 * blue,
            -0.011820 * red + 0.042940 * green + 0.968881 * blue);
    }

    /// <summary>The squared distance to another colour for the sight that sees them least apart.</summary>
    public double SquaredDistance(in PerceivedColor other)
    {
        double blind = Math.Min(redBlind.SquaredDistance(other.redBlind), greenBlind.SquaredDistance(other.greenBlind));
        return Math.Min(full.SquaredDistance(other.full), blind);
    }

    // Close enough to the curve of sRGB to choose colours by.
    static double Linear(byte value) => value / 255.0 * (value / 255.0);

    static double CubeRoot(double value)
    {
        if (value <= 0) return 0;
        double root = 1;
        for (int step = 0; step < 40; step++) root -= (root - value / (root * root)) / 3;
        return root;
    }

    readonly struct Coordinates
    {
        readonly double lightness, greenToRed, blueToYellow;

        public Coordinates(double red, double green, double blue)
        {
            double l = CubeRoot(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
            double m = CubeRoot(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
            double s = CubeRoot(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
            lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
            greenToRed = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
            blueToYellow = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
        }

        public double SquaredDistance(Coordinates other)
        {
            double x = lightness - other.lightness, y = greenToRed - other.greenToRed, z = blueToYellow - other.blueToYellow;
            return x * x + y * y + z * z;
        }
    }
}
