using SegLab.Numerics;
using SegLab.Training.Optimizers;

namespace SegLab.Training.Tests.Optimizers;

[Trait("Category", "Numeric")]
public sealed class OptimizerTests
{
    const double Rate = 0.01;
    const double Decay = 0.1;

    static Parameter Random(int length, ulong seed)
    {
        var parameter = new Parameter($"p{length}", [length]);
        var random = new RandomStream(seed);
        foreach (ref float value in parameter.Values.AsSpan()) value = (float)random.NextDouble(-1, 1);
        return parameter;
    }

    static void DrawGradient(Parameter parameter, ulong seed)
    {
        var random = new RandomStream(seed);
        foreach (ref float value in parameter.Gradient.AsSpan()) value = (float)random.NextDouble(-1, 1);
    }

    /// <summary>The published algorithms for one number, in double: what PyTorch's documentation states for Adam, AdamW and SGD.</summary>
    static double Reference(OptimizerKind kind, double weight, List<float> gradients)
    {
        double mean = 0, square = 0, momentum = 0;
        for (int t = 1; t <= gradients.Count; t++)
        {
            double gradient = gradients[t - 1];
            if (kind == OptimizerKind.AdamW) weight -= Rate * Decay * weight;
            else gradient += Decay * weight;
            if (kind == OptimizerKind.Sgd)
            {
                momentum = 0.9 * momentum + gradient;
                weight -= Rate * momentum;
                continue;
            }

            mean = 0.9 * mean + 0.1 * gradient;
            square = 0.999 * square + 0.001 * gradient * gradient;
            double meanHat = mean / (1 - Math.Pow(0.9, t)), squareHat = square / (1 - Math.Pow(0.999, t));
            weight -= Rate * meanHat / (Math.Sqrt(squareHat) + 1e-8);
        }

        return weight;
    }

    public static TheoryData<OptimizerKind, int> KindsAndLengths
    {
        get
        {
            var data = new TheoryData<OptimizerKind, int>();
            foreach (OptimizerKind kind in Enum.GetValues<OptimizerKind>())
            {
                foreach (int length in (int[])[1, 15, 16, 17, 33, 100]) data.Add(kind, length);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(KindsAndLengths))]
    public void Twenty_steps_follow_the_published_algorithm(OptimizerKind kind, int length)
    {
        Parameter parameter = Random(length, 1);
        float[] start = [.. parameter.Values];
        var gradients = new List<float>[length];
        for (int i = 0; i < length; i++) gradients[i] = [];
        var optimizer = Optimizer.Create(kind, [parameter], Decay);
        for (int step = 0; step < 20; step++)
        {
            DrawGradient(parameter, (ulong)step + 10);
            for (int i = 0; i < length; i++) gradients[i].Add(parameter.Gradient[i]);
            optimizer.Step(Rate, threads: 1);
        }

        for (int i = 0; i < length; i++) Assert.Equal(Reference(kind, start[i], gradients[i]), parameter.Values[i], 1e-6);
    }

    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Sgd)]
    public void Any_number_of_threads_gives_the_same_bits(OptimizerKind kind)
    {
        float[] Train(int threads)
        {
            Parameter small = Random(7, 1), large = Random(150_001, 2);
            var optimizer = Optimizer.Create(kind, [small, large], Decay);
            for (int step = 0; step < 3; step++)
            {
                DrawGradient(small, (ulong)step);
                DrawGradient(large, (ulong)step);
                optimizer.Step(Rate, threads);
            }

            return [.. small.Values, .. large.Values, .. optimizer.State.SelectMany(state => state.Values)];
        }

        float[] one = Train(1);
        foreach (int threads in (int[])[2, 3, 8]) Assert.Equal(one, Train(threads));
    }

    [Fact]
    public void Adams_first_step_is_the_learning_rate_against_the_sign_of_the_gradient()
    {
        var parameter = new Parameter("p", [3]);
        float[] gradient = [1e-3f, -5, 0];
        gradient.CopyTo(parameter.Gradient, 0);
        new AdamOptimizer([parameter]).Step(0.5, threads: 1);
        Assert.Equal(-0.5f, parameter.Values[0], 1e-5f);
        Assert.Equal(0.5f, parameter.Values[1], 1e-5f);
        Assert.Equal(0, parameter.Values[2]);
    }

    [Fact]
    public void A_buffer_has_no_gradient_and_is_refused()
    {
        var failure = Assert.Throws<ArgumentException>(() => new SgdOptimizer([new Parameter("running_mean", [4], trained: false)]));
        Assert.Contains("'running_mean' has no gradient", failure.Message);
    }

    [Fact]
    public void The_poly_schedule_falls_from_the_learning_rate_to_zero()
    {
        Assert.Equal(0.2, LearningRateSchedule.Poly.At(0.2, 0, 100));
        Assert.Equal(0.2 * 0.535886731268146, LearningRateSchedule.Poly.At(0.2, 50, 100), 1e-12);
        Assert.Equal(0, LearningRateSchedule.Poly.At(0.2, 100, 100));
        Assert.Equal(0.2, LearningRateSchedule.Constant.At(0.2, 99, 100));
    }
}
