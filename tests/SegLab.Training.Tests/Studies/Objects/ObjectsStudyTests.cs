using SegLab.Losses;
using SegLab.Training.Studies;
using SegLab.Training.Studies.Objects;

namespace SegLab.Training.Tests.Studies.Objects;

/// <summary>The study's figures against what follows from the counts of right and wrong pixels alone.</summary>
public sealed class ObjectsStudyTests
{
    const int Steps = 8, Size = 64;

    public static TheoryData<double, double, int> Scenes => new MatrixTheoryData<double, double, int>([0.02, 0.1, 0.4], [0.6, 0.9, 0.999], [1, 2]);

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Cross_entropy_follows_from_the_number_of_wrong_pixels_and_rises(double share, double probability, int seed)
    {
        foreach ((ErrorCurve curve, ObjectImage image) in Curves("ce", share, probability, seed))
        {
            for (int step = 0; step <= Steps; step++)
            {
                (int added, int missed) = Errors(curve, image, step);
                double wrong = (double)(added + missed) / image.Labels.Length;
                Assert.Equal(-(wrong * Math.Log(1 - probability) + (1 - wrong) * Math.Log(probability)), curve.Values[step], 1e-4 * (1 + curve.Values[step]));
            }

            Assert.True(curve.Rises);
        }
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Dice_follows_from_the_counts_and_rises(double share, double probability, int seed)
    {
        foreach ((ErrorCurve curve, ObjectImage image) in Curves("dice(activation=sigmoid, smooth=1)", share, probability, seed))
        {
            for (int step = 0; step <= Steps; step++)
            {
                (int added, int missed) = Errors(curve, image, step);
                double intersection = (image.Pixels - missed) * probability + missed * (1 - probability);
                double outside = image.Labels.Length - image.Pixels;
                double predicted = intersection + added * probability + (outside - added) * (1 - probability);
                Assert.Equal(1 - (2 * intersection + 1) / (predicted + image.Pixels + 1), curve.Values[step], 1e-4);
            }

            Assert.True(curve.Rises);
        }
    }

    [Fact]
    public void A_small_object_counts_for_cross_entropy_by_its_share_of_the_pixels()
    {
        var random = new Random(1);
        ObjectImage large = new(Size, 0.4, random), small = new(Size, 0.05, random);
        var loss = StudiedLoss.Of("ce", LossFamily.PixelWise, SegmentationLoss.Parse("ce"), large, small, 0.9, Steps);
        Assert.Equal((double)small.Pixels / large.Pixels, loss.Sensitivity, 1e-4);
    }

    [Fact]
    public void All_losses_and_named_sums_are_in_the_tables_and_the_seed_decides_every_figure()
    {
        (StudyResult first, StudyResult again, StudyResult other) = (Run(1), Run(1), Run(2));
        string[] names = [.. first.Tables.Where(table => table.Name is "behaviour" or "notEvaluated").SelectMany(table => table.Rows).Select(row => row[0].Text!)];
        Assert.Equal(LossCatalog.All.Select(entry => entry.Name).Concat(LossCatalog.Recipes.Select(recipe => recipe.Name)).Order(), names.Order());
        Assert.Equal(Figures(first), Figures(again));
        Assert.Equal(first.Verdict, again.Verdict);
        Assert.NotEqual(Figures(first), Figures(other));

        static StudyResult Run(int seed) => new ObjectsStudy().Run(Arguments(("seed", seed), ("size", 48), ("small", 0.02), ("steps", 6)));
        static string[] Figures(StudyResult result) => [.. result.Tables.SelectMany(table => table.Rows).SelectMany(row => row).Select(cell => cell.ToString())];
    }

    [Fact]
    public void Progress_ends_with_all_done_and_a_cancelled_study_stops()
    {
        var reports = new List<StudyProgress>();
        using var stop = new CancellationTokenSource();
        var progress = new Recorder(report =>
        {
            reports.Add(report);
            if (report.Done == 3) stop.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => new ObjectsStudy().Run(Arguments(("size", 48), ("small", 0.02), ("steps", 6)), progress, stop.Token));
        Assert.Equal([1, 2, 3], reports.Select(report => report.Done));
    }

    [Theory]
    [InlineData("probability", 0.4, "probability is from 0.51")]
    [InlineData("probability", double.NaN, "probability is from 0.51")]
    [InlineData("steps", 7.5, "steps is a whole number")]
    public void An_argument_out_of_range_is_named(string name, double value, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Arguments((name, value))).Message);

    [Fact]
    public void An_object_with_fewer_pixels_than_steps_is_refused() =>
        Assert.Contains("fewer pixels than there are steps", Assert.Throws<ArgumentException>(() => new ObjectsStudy().Run(Arguments(("size", 32)))).Message);

    static StudyArguments Arguments(params (string Name, double Value)[] given) =>
        new(given.Select(pair => (new ObjectsStudy().Parameters.First(parameter => parameter.Name == pair.Name), pair.Value)));

    static IEnumerable<(ErrorCurve Curve, ObjectImage Image)> Curves(string spec, double share, double probability, int seed)
    {
        var image = new ObjectImage(Size, share, new Random(seed));
        var loss = StudiedLoss.Of(spec, LossFamily.RegionBased, SegmentationLoss.Parse(spec), image, image, probability, Steps);
        return loss.Large.Select(curve => (curve, image));
    }

    static (int Added, int Missed) Errors(ErrorCurve curve, ObjectImage image, int step)
    {
        int errors = (int)Math.Round((double)step * image.Pixels / Steps);
        return (curve.Kind == ErrorKind.FalseNegatives ? 0 : errors, curve.Kind == ErrorKind.FalsePositives ? 0 : errors);
    }

    sealed class Recorder(Action<StudyProgress> report) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => report(value);
    }
}
