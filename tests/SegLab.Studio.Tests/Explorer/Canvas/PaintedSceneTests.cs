using SegLab.Studio.Explorer.Canvas;

namespace SegLab.Studio.Tests.Explorer.Canvas;

public class PaintedSceneTests
{
    const int Side = PaintedScene.Side;

    [Fact]
    public void A_dot_covers_the_pixels_whose_centres_are_within_its_radius()
    {
        var scene = new PaintedScene();
        scene.Stroke(SceneLayer.Truth, new Brush(7.3, 0.9, Erases: false), [100, 60]);
        for (int y = 0; y < Side; y++)
            for (int x = 0; x < Side; x++)
                Assert.Equal(Math.Pow(x + 0.5 - 100, 2) + Math.Pow(y + 0.5 - 60, 2) <= 7.3 * 7.3 ? 1 : 0, scene.Truth[y * Side + x]);
    }

    [Fact]
    public void A_line_has_no_gaps_and_round_ends()
    {
        var scene = new PaintedScene();
        scene.Stroke(SceneLayer.Truth, new Brush(3, 0.9, Erases: false), [20.5, 50.5, 120.5, 50.5]);
        for (int x = 0; x < Side; x++) Assert.Equal(x is >= 17 and <= 123 ? 1 : 0, scene.Truth[50 * Side + x]);
        Assert.Equal(0, scene.Truth[54 * Side + 60]);
        Assert.Equal(1, scene.Truth[53 * Side + 60]);
    }

    [Fact]
    public void The_prediction_has_the_brush_s_confidence_and_an_eraser_that_of_background()
    {
        var scene = new PaintedScene();
        scene.Stroke(SceneLayer.Prediction, new Brush(20, 0.8, Erases: false), [128, 128]);
        Assert.Equal(0.8f, scene.Prediction[128 * Side + 128]);
        Assert.Equal(0.001f, scene.Prediction[0], 1e-7f);
        scene.Stroke(SceneLayer.Prediction, new Brush(5, 0.7, Erases: true), [128, 128]);
        Assert.Equal(0.3f, scene.Prediction[128 * Side + 128], 1e-6f);
        Assert.Equal(0.8f, scene.Prediction[128 * Side + 140]);
        Assert.DoesNotContain((byte)1, scene.Truth.ToArray());
    }

    [Theory]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, 3)]
    [InlineData(1e300, -1e300)]
    [InlineData(-5, 0)]
    public void What_is_out_of_range_is_brought_into_it(double radius, double confidence)
    {
        var scene = new PaintedScene();
        scene.Stroke(SceneLayer.Prediction, new Brush(radius, confidence, Erases: false), [128, 128, double.NaN, 4, 1e300, double.PositiveInfinity, -1e300, 1e300, 7]);
        scene.Stroke(SceneLayer.Truth, new Brush(radius, confidence, Erases: false), [double.NaN]);
        scene.SetBlur(confidence);
        Assert.InRange(scene.Blur, 0, PaintedScene.GreatestBlur);
        foreach (float probability in scene.Prediction) Assert.InRange(probability, 0.000999f, 0.99901f);
    }

    [Fact]
    public void A_blurred_disc_is_what_the_definition_gives()
    {
        var scene = new PaintedScene();
        scene.Stroke(SceneLayer.Prediction, new Brush(12, 0.9, Erases: false), [128, 128]);
        float[] sharp = scene.Prediction.ToArray();
        const double deviation = 2.5;
        scene.SetBlur(deviation);
        int reach = (int)Math.Ceiling(3 * deviation);
        foreach ((int x, int y) in ((int, int)[])[(128, 128), (139, 130), (120, 118), (150, 128)])
        {
            double sum = 0, weights = 0;
            for (int dy = -reach; dy <= reach; dy++)
            {
                for (int dx = -reach; dx <= reach; dx++)
                {
                    double weight = Math.Exp(-(dx * dx + dy * dy) / (2 * deviation * deviation));
                    (sum, weights) = (sum + weight * sharp[(y + dy) * Side + x + dx], weights + weight);
                }
            }

            Assert.Equal(sum / weights, scene.Prediction[y * Side + x], 1e-5);
        }

        scene.SetBlur(0);
        Assert.Equal(sharp, scene.Prediction.ToArray());
    }

    [Fact]
    public void Blurring_a_constant_changes_nothing_not_even_at_the_border()
    {
        var scene = new PaintedScene();
        float before = scene.Prediction[0];
        scene.SetBlur(9);
        foreach (float probability in scene.Prediction) Assert.Equal(before, probability, 1e-6f);
    }

    [Fact]
    public void The_truth_predicted_is_as_sure_as_asked()
    {
        var scene = new PaintedScene();
        scene.Stroke(SceneLayer.Truth, new Brush(30, 0.9, Erases: false), [100, 100]);
        scene.CopyTruth(0.75);
        for (int i = 0; i < Side * Side; i++) Assert.Equal(scene.Truth[i] == 1 ? 0.75f : 0.25f, scene.Prediction[i], 1e-6f);
    }

    [Fact]
    public void Presets_replace_what_was_there()
    {
        foreach (ScenePreset preset in ScenePreset.All)
        {
            PaintedScene fresh = new(), used = new();
            used.Stroke(SceneLayer.Truth, new Brush(60, 0.9, Erases: false), [10, 10, 250, 250]);
            used.Stroke(SceneLayer.Prediction, new Brush(60, 0.9, Erases: false), [10, 10, 250, 250]);
            preset.Apply(fresh);
            preset.Apply(used);
            Assert.Equal(fresh.Truth.ToArray(), used.Truth.ToArray());
            Assert.Equal(fresh.Prediction.ToArray(), used.Prediction.ToArray());
        }
    }
}
