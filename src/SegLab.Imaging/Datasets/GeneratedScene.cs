using SegLab.Numerics;

namespace SegLab.Imaging.Datasets;

/// <summary>An image of the generated dataset while it is painted. Only + - * / and square roots: the same bits everywhere.</summary>
sealed class GeneratedScene
{
    const ushort Background = 0, Field = 1, Blob = 2, Speck = 3, Wire = 4;
    const double EdgeWidth = 1.6, Noise = 0.16;

    readonly RandomStream random;
    readonly int size;
    readonly Color[] colors;
    readonly ushort[] labels;
    readonly List<(double X, double Y)> marks = [];

    GeneratedScene(RandomStream random, int size)
    {
        (this.random, this.size) = (random, size);
        colors = new Color[size * size];
        labels = new ushort[size * size];
    }

    /// <summary>How far outside a shape a pixel is, in pixels; negative inside.</summary>
    delegate double Shape(double x, double y);

    readonly record struct Color(double Red, double Green, double Blue)
    {
        public static Color operator +(Color a, Color b) => new(a.Red + b.Red, a.Green + b.Green, a.Blue + b.Blue);

        public static Color operator -(Color a, Color b) => new(a.Red - b.Red, a.Green - b.Green, a.Blue - b.Blue);

        public static Color operator *(double factor, Color a) => new(factor * a.Red, factor * a.Green, factor * a.Blue);
    }

    /// <summary>Paints one image from its own stream of random numbers.</summary>
    public static SegmentationSample Create(string name, ulong seed, ulong stream, int size)
    {
        var scene = new GeneratedScene(new RandomStream(seed, stream), size);
        scene.PaintGround();
        scene.PaintField();
        scene.PaintBlobs();
        scene.PaintWires();
        scene.PaintMarks();
        return new SegmentationSample(name, scene.Expose(), new LabelMap(size, size, scene.labels));
    }

    void PaintGround() => Paint(Background, (_, _) => -size, Vary(new Color(0.44, 0.43, 0.45), 0.03), texture: 0.08);

    // A half-plane with a winding border.
    void PaintField()
    {
        (double x, double y) normal = Direction();
        var border = new SmoothNoise(random, 3);
        double offset = random.NextDouble(-0.05, 0.3) * size;
        Paint(
            Field,
            (x, y) => (x - size / 2) * normal.x + (y - size / 2) * normal.y + 0.2 * size * border[x / size, y / size] + offset,
            Vary(new Color(0.48, 0.55, 0.36), 0.03),
            texture: 0.16);
    }

    // Dented ellipses.
    void PaintBlobs()
    {
        for (int count = random.NextInt(3) + 1; count > 0; count--)
        {
            (double x, double y) center = Place(margin: 0.1), axis = Direction();
            double length = random.NextDouble(0.09, 0.18) * size, width = random.NextDouble(0.6, 1) * length;
            var dents = new SmoothNoise(random, 8);
            Paint(
                Blob,
                (x, y) =>
                {
                    double along = ((x - center.x) * axis.x + (y - center.y) * axis.y) / length;
                    double across = ((y - center.y) * axis.x - (x - center.x) * axis.y) / width;
                    return (Math.Sqrt(along * along + across * across) - 1 + 0.3 * dents[x / size, y / size]) * width;
                },
                Vary(new Color(0.34, 0.45, 0.60), 0.03),
                texture: 0.05);
        }
    }

    // Curves of Bezier with four control points, drawn as short straight pieces.
    void PaintWires()
    {
        const int Pieces = 20;
        for (int count = random.NextInt(3); count > 0; count--)
        {
            (double x, double y) a = Place(0), b = Place(0), c = Place(0), d = Place(0);
            var points = new (double X, double Y)[Pieces + 1];
            for (int i = 0; i <= Pieces; i++)
            {
                double t = (double)i / Pieces, s = 1 - t;
                double wa = s * s * s, wb = 3 * s * s * t, wc = 3 * s * t * t, wd = t * t * t;
                points[i] = (wa * a.x + wb * b.x + wc * c.x + wd * d.x, wa * a.y + wb * b.y + wc * c.y + wd * d.y);
            }

            double half = random.NextDouble(0.55, 1);
            Paint(Wire, (x, y) => Math.Sqrt(SquaredDistance(points, x, y)) - half, Vary(new Color(0.72, 0.68, 0.60), 0.04));
        }
    }

    // Specks, and the marks that resemble them but count as what they lie on.
    void PaintMarks()
    {
        for (int count = random.NextInt(3) + 1; count > 0; count--) PaintMark(null, new Color(0.84, 0.54, 0.34));
        if (random.NextInt(100) >= 40) return;
        for (int count = random.NextInt(2) + 1; count > 0; count--) PaintMark(Speck, new Color(0.86, 0.30, 0.38));
    }

    void PaintMark(ushort? label, Color color)
    {
        (double X, double Y) center = Place(margin: 0.06);
        for (int attempt = 0; attempt < 20 && marks.Any(m => Squared(m.X - center.X, m.Y - center.Y) < 64); attempt++) center = Place(0.06);
        marks.Add(center);
        double radius = random.NextDouble(1.6, 2.5);
        Paint(label, (x, y) => Math.Sqrt(Squared(x - center.X, y - center.Y)) - radius, Vary(color, 0.07));
    }

    void Paint(ushort? label, Shape shape, Color color, double texture = 0)
    {
        var grain = new SmoothNoise(random, size / 3);
        for (int i = 0; i < colors.Length; i++)
        {
            double x = i % size + 0.5, y = i / size + 0.5, outside = shape(x, y);
            double cover = Math.Clamp(0.5 - outside / EdgeWidth, 0, 1);
            if (cover == 0) continue;
            double shade = texture * grain[x / size, y / size];
            colors[i] += cover * (color + new Color(shade, shade, shade) - colors[i]);
            if (outside < 0) labels[i] = label ?? labels[i];
        }
    }

    // Light that differs from image to image and across it, and a camera's noise.
    RasterImage Expose()
    {
        var shading = new SmoothNoise(random, 2);
        double brightness = random.NextDouble(-0.06, 0.06);
        byte[] planes = new byte[3 * colors.Length];
        for (int i = 0; i < colors.Length; i++)
        {
            double light = brightness + 0.08 * shading[(i % size + 0.5) / size, (i / size + 0.5) / size];
            planes[i] = Quantize(colors[i].Red + light);
            planes[colors.Length + i] = Quantize(colors[i].Green + light);
            planes[2 * colors.Length + i] = Quantize(colors[i].Blue + light);
        }

        return new RasterImage(size, size, 3, planes);
    }

    byte Quantize(double value) => (byte)(Math.Clamp(value + Noise * random.NextGaussian(), 0, 1) * 255 + 0.5);

    Color Vary(Color color, double deviation)
        => color + deviation * new Color(random.NextGaussian(), random.NextGaussian(), random.NextGaussian());

    (double X, double Y) Place(double margin)
        => (random.NextDouble(margin, 1 - margin) * size, random.NextDouble(margin, 1 - margin) * size);

    (double X, double Y) Direction()
    {
        while (true)
        {
            double x = random.NextDouble(-1, 1), y = random.NextDouble(-1, 1), length = Math.Sqrt(Squared(x, y));
            if (length is > 0.1 and <= 1) return (x / length, y / length);
        }
    }

    static double SquaredDistance((double X, double Y)[] points, double x, double y)
    {
        double nearest = double.MaxValue;
        for (int i = 1; i < points.Length; i++)
        {
            (double startX, double startY) = points[i - 1];
            double wayX = points[i].X - startX, wayY = points[i].Y - startY;
            double part = Math.Clamp(((x - startX) * wayX + (y - startY) * wayY) / (Squared(wayX, wayY) + 1e-12), 0, 1);
            nearest = Math.Min(nearest, Squared(x - startX - part * wayX, y - startY - part * wayY));
        }

        return nearest;
    }

    static double Squared(double x, double y) => x * x + y * y;
}
