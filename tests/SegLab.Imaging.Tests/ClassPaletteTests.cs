namespace SegLab.Imaging.Tests;

public class ClassPaletteTests
{
    [Fact]
    public void Classes_1_to_7_have_the_colours_of_okabe_and_ito()
    {
        string[] published = ["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7"];
        Assert.Equal(published, Enumerable.Range(1, 7).Select(k => ClassPalette.Standard[k].ToString()));
    }

    [Fact]
    public void No_two_of_256_classes_share_a_colour()
        => Assert.Equal(256, Enumerable.Range(0, 256).Select(k => ClassPalette.Standard[k]).Distinct().Count());

    [Fact]
    public void The_first_sixteen_classes_can_be_told_apart_with_full_red_blind_and_green_blind_sight()
    {
        for (int i = 0; i < 16; i++)
        {
            for (int j = 0; j < i; j++)
            {
                RgbColor a = ClassPalette.Standard[i], b = ClassPalette.Standard[j];
                // In the Oklab space of Ottosson (2020) 0.02 is about what one just notices.
                Assert.True(Oklab(a, Full, b) > 0.1, $"{i} and {j}: {a} and {b}");
                Assert.True(Oklab(a, RedBlind, b) > 0.05, $"{i} and {j} when red-blind: {a} and {b}");
                Assert.True(Oklab(a, GreenBlind, b) > 0.05, $"{i} and {j} when green-blind: {a} and {b}");
            }
        }
    }

    [Fact]
    public void The_label_to_ignore_is_grey_whatever_its_number()
    {
        var palette = new ClassPalette(ignoreLabel: 2);
        Assert.Equal("#808080", palette[2].ToString());
        Assert.Equal(ClassPalette.Standard[3], palette[3]);
    }

    [Fact]
    public void A_label_without_a_colour_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => ClassPalette.Standard[256]);

    static double[] Full(double[] c) => c;

    // Viénot, Brettel and Mollon (1999), on linear light: not the simulation that chose the colours.
    static double[] RedBlind(double[] c) => Dichromat(0.11238, 0.00401, c);

    static double[] GreenBlind(double[] c) => Dichromat(0.29275, -0.02234, c);

    static double[] Dichromat(double red, double blue, double[] c)
    {
        double yellow = red * c[0] + (1 - red) * c[1];
        return [yellow, yellow, blue * (c[0] - c[1]) + c[2]];
    }

    static double Oklab(RgbColor a, Func<double[], double[]> sight, RgbColor b)
    {
        double[] p = Convert(sight(Linear(a))), q = Convert(sight(Linear(b)));
        return Math.Sqrt(p.Zip(q, (x, y) => (x - y) * (x - y)).Sum());
    }

    static double[] Linear(RgbColor c) => [Linear(c.Red / 255.0), Linear(c.Green / 255.0), Linear(c.Blue / 255.0)];

    static double Linear(double v) => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);

    static double[] Convert(double[] c)
    {
        double l = Math.Cbrt(0.4122214708 * c[0] + 0.5363325363 * c[1] + 0.0514459929 * c[2]);
        double m = Math.Cbrt(0.2119034982 * c[0] + 0.6806995451 * c[1] + 0.1073969566 * c[2]);
        double s = Math.Cbrt(0.0883024619 * c[0] + 0.2817188376 * c[1] + 0.6299787005 * c[2]);
        return
        [
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
        ];
    }
}
