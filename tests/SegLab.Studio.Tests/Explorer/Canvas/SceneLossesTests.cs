using SegLab.Losses;
using SegLab.Studio.Explorer.Canvas;

namespace SegLab.Studio.Tests.Explorer.Canvas;

public class SceneLossesTests
{
    const int Side = PaintedScene.Side;

    [Fact]
    public void Every_loss_of_the_catalogue_and_every_named_sum_has_a_value_for_every_scene()
    {
        var losses = new SceneLosses();
        Assert.Equal([.. LossCatalog.All.Select(entry => entry.Name), .. LossCatalog.Recipes.Select(recipe => recipe.Name)], losses.All.Select(loss => loss.Name));
        foreach (ScenePreset preset in ScenePreset.All)
        {
            var scene = new PaintedScene();
            preset.Apply(scene);
            losses.Evaluate(scene);
            Assert.All(losses.All, loss => Assert.True(double.IsFinite(loss.Value) && loss.Fault is null && loss.Slopes.All(float.IsFinite), $"{preset.Name}, {loss.Name}: {loss.Value} {loss.Fault}"));
        }
    }

    [Fact]
    public void Cross_entropy_is_its_definition()
    {
        var scene = new PaintedScene();
        ScenePreset.All[0].Apply(scene);
        scene.SetBlur(3);
        var losses = new SceneLosses();
        losses.Evaluate(scene);
        double sum = 0;
        for (int i = 0; i < Side * Side; i++) sum -= Math.Log(scene.Truth[i] == 1 ? scene.Prediction[i] : 1 - scene.Prediction[i]);
        foreach (string name in (string[])["ce", "bce", "nll", "kl"])
        {
            SceneLoss loss = losses.All.Single(loss => loss.Name == name);
            Assert.Equal(sum / (Side * Side), loss.Value, 1e-5 * sum / (Side * Side));
            // The slope by the logit is (p - y) / pixels, whatever form the loss takes the prediction in.
            for (int i = 0; i < Side * Side; i += 97) Assert.Equal((scene.Prediction[i] - scene.Truth[i]) / (Side * Side), loss.Slopes[i], 1e-9);
        }
    }

    [Fact]
    public void Slopes_are_those_of_the_value_when_a_disc_s_logits_change()
    {
        const double step = 0.02;
        Brush brush = new(9, 0.7, Erases: false);
        (PaintedScene scene, SceneLosses losses) = Painted(0.7);
        double[] analytic = [.. losses.All.Select(loss => Disc(scene, brush).Sum(i => (double)loss.Slopes[i]))];
        (_, SceneLosses more) = Painted(Shifted(0.7, step));
        (_, SceneLosses less) = Painted(Shifted(0.7, -step));
        for (int k = 0; k < losses.All.Count; k++)
        {
            double difference = (more.All[k].Value - less.All[k].Value) / (2 * step);
            Assert.True(Math.Abs(difference - analytic[k]) <= 0.02 * Math.Abs(difference) + 2e-6 * Math.Max(1, Math.Abs(losses.All[k].Value)) / step,
                $"{losses.All[k].Name}: {analytic[k]:G5} by slopes, {difference:G5} by difference");
        }

        (PaintedScene, SceneLosses) Painted(double probability)
        {
            var painted = new PaintedScene();
            painted.Stroke(SceneLayer.Truth, new Brush(30, 0.9, Erases: false), [100, 100]);
            painted.Stroke(SceneLayer.Prediction, new Brush(28, 0.9, Erases: false), [110, 96]);
            painted.Stroke(SceneLayer.Prediction, brush with { Confidence = probability }, [90, 118]);
            var evaluated = new SceneLosses();
            evaluated.Evaluate(painted);
            return (painted, evaluated);
        }

        static double Shifted(double probability, double by) => 1 / (1 + Math.Exp(-Math.Log(probability / (1 - probability)) - by));

        static IEnumerable<int> Disc(PaintedScene scene, Brush brush) =>
            Enumerable.Range(0, Side * Side).Where(i => Math.Pow(i % Side + 0.5 - 90, 2) + Math.Pow(i / Side + 0.5 - 118, 2) <= brush.Radius * brush.Radius);
    }

    [Theory]
    [InlineData("ce(reduction=none)", "reduction=none")]
    [InlineData("linear(0, 1)*ce", "change while training")]
    [InlineData("ce + bce", "different inputs")]
    public void A_loss_that_has_no_value_for_a_scene_is_refused(string spec, string told) =>
        Assert.Contains(told, Assert.Throws<ArgumentException>(() => new SceneLoss("x", SegmentationLoss.Parse(spec))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_loss_that_cannot_be_evaluated_says_why_and_shows_no_slopes()
    {
        var scene = new PaintedScene();
        ScenePreset.All[0].Apply(scene);
        var losses = new SceneLosses();
        losses.Replace(0, new SceneLoss("ce", SegmentationLoss.Parse("ce(class_weights=[1, 2, 3])")));
        losses.Evaluate(scene);
        Assert.NotNull(losses.All[0].Fault);
        Assert.Equal(double.NaN, losses.All[0].Value);
        Assert.Equal(0, losses.All[0].Steepest);
        Assert.All(losses.All[0].Slopes, slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void Pictures_show_slopes_from_1_to_255_around_128()
    {
        var scene = new PaintedScene();
        ScenePreset.All[0].Apply(scene);
        var losses = new SceneLosses();
        losses.Evaluate(scene);
        byte[] bytes = new ScenePictures().Draw(scene, losses.All, 0);
        Assert.Equal(3 * Side * Side + losses.All.Count * 64 * 64, bytes.Length);
        Assert.Equal(scene.Truth.ToArray(), bytes[..(Side * Side)]);
        for (int i = 0; i < Side * Side; i++)
        {
            Assert.Equal(Math.Round(255 * scene.Prediction[i]), bytes[Side * Side + i]);
            Assert.Equal(128 + Math.Round(127.0 * losses.All[0].Slopes[i] / losses.All[0].Steepest), bytes[2 * Side * Side + i], 1.0);
        }

        // The small picture of the same loss has the steepest slope of each block of 4 x 4.
        ReadOnlySpan<byte> small = bytes.AsSpan(3 * Side * Side, 64 * 64);
        for (int y = 0; y < 64; y += 5)
            for (int x = 0; x < 64; x += 5)
                Assert.Equal(Enumerable.Range(0, 16).Select(k => bytes[2 * Side * Side + (4 * y + k / 4) * Side + 4 * x + k % 4]).MaxBy(shade => Math.Abs(shade - 128)), small[y * 64 + x]);
    }
}
