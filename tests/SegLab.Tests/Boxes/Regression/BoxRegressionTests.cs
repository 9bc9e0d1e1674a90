using SegLab.Boxes;

namespace SegLab.Tests.Boxes.Regression;

public sealed class BoxRegressionTests
{
    static RegressionSettings Few(int centers = 30) => new() { Centers = RegressionProtocol.Centers(centers), Threads = 2 };

    [Fact]
    public void The_anchors_are_those_that_the_authors_generator_draws()
    {
        // The first two numbers of MT19937 with seed 5489, which MATLAB and NumPy share, and the 5001st, which is the first angle.
        (double x, double y) = RegressionProtocol.Centers()[0];
        double radius = 3 * Math.Sqrt(0.8147236863931789);
        Assert.Equal(radius, Math.Sqrt((x - 10) * (x - 10) + (y - 10) * (y - 10)), 12);
        Assert.Equal(5000, RegressionProtocol.Centers().Count);
        Assert.All(RegressionProtocol.Centers(), center => Assert.True(Math.Pow(center.X - 10, 2) + Math.Pow(center.Y - 10, 2) <= 9));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_result_is_the_same_for_any_number_of_threads(int threads)
    {
        RegressionResult expected = BoxRegression.Simulate(new DistanceIoULoss(), Few() with { Threads = 2 });
        RegressionResult result = BoxRegression.Simulate(new DistanceIoULoss(), Few() with { Threads = threads });

        Assert.Equal(expected.ErrorSums, result.ErrorSums);
        Assert.Equal(expected.FinalErrors, result.FinalErrors);
    }

    [Fact]
    public void What_is_counted_of_the_boxes_fits_together()
    {
        RegressionResult result = BoxRegression.Simulate(new CompleteIoULoss(), Few(21));

        Assert.Equal(21 * RegressionProtocol.CasesPerCenter, result.Cases);
        Assert.Equal(result.ErrorSums[^1], result.FinalErrors.Sum() * RegressionProtocol.CasesPerCenter, 1e-6 * result.ErrorSums[^1]);
        Assert.True(result.MedianStepsToHalf <= result.MedianStepsToNineTenths);
    }

    [Fact]
    public void A_box_that_is_followed_moves_as_descent_by_hand_does()
    {
        var loss = new GeneralizedIoULoss();
        CenteredBox box = new(8, 9, 1, 2), target = new(10, 10, 1.5, 1);
        IReadOnlyList<CenteredBox> way = BoxRegression.Follow(loss, box, target);
        for (int step = 1; step <= RegressionProtocol.Steps; step++)
        {
            double[] gradient = new double[4], value = new double[1];
            double[] prediction = [box.X, box.Y, box.Width, box.Height], goal = [target.X, target.Y, target.Width, target.Height];
            new IoULoss().EvaluateEach(prediction, goal, value, default, BoxFormat.CenterSize);
            loss.EvaluateEach(prediction, goal, new double[1], gradient, BoxFormat.CenterSize);
            double rate = RegressionProtocol.Rate(step) * (1 + value[0]);
            box = new(box.X - rate * gradient[0], box.Y - rate * gradient[1], box.Width - rate * gradient[2], box.Height - rate * gradient[3]);
            Assert.Equal(box.X, way[step].X, 9);
            Assert.Equal(box.Height, way[step].Height, 9);
        }
    }

    [Fact]
    public void Steps_on_corners_move_centers_half_as_far_and_sizes_twice()
    {
        CenteredBox start = new(9, 9.5, 1, 2), target = new(10, 10, 1.5, 1);
        CenteredBox bySize = BoxRegression.Follow(new DistanceIoULoss(), start, target)[1];
        CenteredBox byCorners = BoxRegression.Follow(new DistanceIoULoss(), start, target, new RegressionSettings { Numbers = RegressionNumbers.Corners })[1];

        Assert.Equal(0.5 * (bySize.X - start.X), byCorners.X - start.X, 12);
        Assert.Equal(2 * (bySize.Width - start.Width), byCorners.Width - start.Width, 12);
    }

    [Theory]
    [InlineData("diou")]
    [InlineData("ciou")]
    [InlineData("eiou")]
    [InlineData("focal_eiou")]
    public void A_constant_diagonal_changes_nothing_where_the_target_encloses_the_box_and_something_elsewhere(string spec)
    {
        var loss = BoxLoss.Parse(spec);
        var constant = new RegressionSettings { Mode = RegressionMode.ConstantDiagonal };
        CenteredBox inside = new(10.2, 10, 1, 1), outside = new(8, 10, 2, 1), target = new(10, 10, 3, 3);

        Assert.True(BoxRegression.DependsOnDiagonal(loss));
        Assert.Equal(BoxRegression.Follow(loss, inside, target)[1], BoxRegression.Follow(loss, inside, target, constant)[1]);
        Assert.True(BoxRegression.Follow(loss, outside, target, constant)[1].X > BoxRegression.Follow(loss, outside, target)[1].X);
    }

    [Theory]
    [InlineData("iou")]
    [InlineData("giou")]
    [InlineData("siou")]
    [InlineData("wiou")]
    [InlineData("mpdiou")]
    [InlineData("smooth_l1")]
    public void A_loss_without_the_diagonal_moves_boxes_alike_in_both_modes(string spec)
    {
        var loss = BoxLoss.Parse(spec);
        CenteredBox start = new(8, 9, 2, 1), target = new(10, 10, 3, 3);

        Assert.False(BoxRegression.DependsOnDiagonal(loss));
        Assert.Equal(BoxRegression.Follow(loss, start, target), BoxRegression.Follow(loss, start, target, new RegressionSettings { Mode = RegressionMode.ConstantDiagonal }));
    }

    [Fact]
    public void Only_losses_that_the_paper_has_are_run_as_published()
    {
        var published = new RegressionSettings { Mode = RegressionMode.Published, Centers = RegressionProtocol.Centers(1) };
        BoxRegression.Simulate(new CompleteIoULoss(), published);
        var failure = Assert.Throws<ArgumentException>(() => BoxRegression.Simulate(new EfficientIoULoss(), published));
        Assert.Contains("iou, giou, diou and ciou", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_simulation_throws()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => BoxRegression.Simulate(new IoULoss(), Few(100), (_, _) => stop.Cancel(), stop.Token));
    }
}
