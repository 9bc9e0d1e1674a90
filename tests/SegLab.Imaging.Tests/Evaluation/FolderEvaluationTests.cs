using SegLab.Imaging.Evaluation;
using SegLab.Imaging.Masks;

namespace SegLab.Imaging.Tests.Evaluation;

/// <summary>Folders of masks evaluated, against figures that are worked out by hand or by the plainest of loops.</summary>
public sealed class FolderEvaluationTests : IDisposable
{
    readonly MaskFolders folders = new();

    public void Dispose() => folders.Dispose();

    [Fact]
    public void Two_small_masks_give_the_figures_that_one_counts_by_hand()
    {
        folders.Write("truth", "a", "0011", "0011");
        folders.Write("prediction", "a", "0001", "0111");
        folders.Write("truth", "b", "22#0");
        folders.Write("prediction", "b", "2210");
        EvaluationResult result = FolderEvaluation.Run(folders.Settings with { IgnoreLabel = 255 });

        Assert.Equal(2, result.Images);
        Assert.Equal(11, result.Pixels);
        long[][] expected = [[4, 1, 0], [1, 3, 0], [0, 0, 2]];
        Assert.Equal(expected, result.Figures.ConfusionMatrix.Select(row => row.ToArray()));
        Assert.Equal(9.0 / 11, Score(result, "pixelAccuracy"), 1e-15);
        Assert.Equal((4.0 / 6 + 3.0 / 5 + 1) / 3, Score(result, "meanIoU"), 1e-15);
        Assert.Equal((8.0 / 10 + 6.0 / 8 + 1) / 3, Score(result, "meanDice"), 1e-15);
        Assert.Equal((4.0 / 5 + 3.0 / 4 + 1) / 3, Score(result, "meanAccuracy"), 1e-15);
        Assert.Equal((5 * 4.0 / 6 + 4 * 3.0 / 5 + 2) / 11, Score(result, "frequencyWeightedIoU"), 1e-15);

        // Image a has IoU 3/5 for both classes, b is without a fault.
        Assert.Equal(0.6, result.Figures.Images[0].MeanIoU!.Value, 1e-15);
        Assert.Equal(1, result.Figures.Images[1].MeanIoU);
        Assert.Equal(0.8, Score(result, "imageMeanIoU"), 1e-15);
    }

    [Fact]
    public void Excluded_classes_stay_out_of_means_but_not_of_errors()
    {
        folders.Write("truth", "a", "0011");
        folders.Write("prediction", "a", "0111");
        EvaluationResult result = FolderEvaluation.Run(folders.Settings with { ExcludedClasses = [0] });
        Assert.Equal(2.0 / 3, Score(result, "meanIoU"), 1e-15);
        Assert.Equal(0.75, Score(result, "pixelAccuracy"), 1e-15);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_figures_do_not_depend_on_the_number_of_threads(int threads)
    {
        folders.WriteRandom(images: 12, classes: 4, size: 9, seed: 1);
        EvaluationSettings settings = folders.Settings with { Against = folders["other"], Surfaces = true, Boundaries = true };
        Assert.Equal(Text(FolderEvaluation.Run(settings with { Threads = 1 })), Text(FolderEvaluation.Run(settings with { Threads = threads })));
    }

    [Fact]
    public void Shards_merge_to_the_figures_of_a_single_run()
    {
        folders.WriteRandom(images: 11, classes: 3, size: 8, seed: 2);
        EvaluationSettings settings = folders.Settings with { Against = folders["other"], Surfaces = true, Boundaries = true };
        string[] states = [.. Enumerable.Range(1, 3).Select(shard => folders[$"state{shard}"])];
        for (int shard = 1; shard <= 3; shard++) FolderEvaluation.Run(settings with { Shard = shard, Shards = 3 }, states[shard - 1]);
        Array.Reverse(states);
        Assert.Equal(Text(FolderEvaluation.Run(settings)), Text(FolderEvaluation.Merge(states)));
    }

    [Fact]
    public void A_missing_shard_is_told_unless_one_keeps_going()
    {
        folders.WriteRandom(images: 4, classes: 3, size: 8, seed: 2);
        FolderEvaluation.Run(folders.Settings with { Shard = 1, Shards = 2 }, folders["first"]);
        var failure = Assert.Throws<EvaluationException>(() => FolderEvaluation.Merge([folders["first"]]));
        Assert.Contains("2 of 4 images", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, FolderEvaluation.Merge([folders["first"]], keepGoing: true).Images);
        failure = Assert.Throws<EvaluationException>(() => FolderEvaluation.Merge([folders["first"], folders["first"]]));
        Assert.Contains("is in another state", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_evaluation_goes_on_from_its_state_even_when_a_line_was_cut_off()
    {
        folders.WriteRandom(images: 6, classes: 3, size: 8, seed: 3);
        string whole = Text(FolderEvaluation.Run(folders.Settings));
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => FolderEvaluation.Run(
            folders.Settings with { Threads = 1 }, folders["state"], (done, _) => { if (done == 3) stop.Cancel(); }, stop.Token));
        string[] lines = File.ReadAllLines(folders["state"]);
        Assert.Equal(4, lines.Length);
        File.WriteAllText(folders["state"], string.Join('\n', lines[..3]) + "\n" + lines[3][..(lines[3].Length / 2)]);

        int first = 0;
        Assert.Equal(whole, Text(FolderEvaluation.Run(folders.Settings, folders["state"], (done, _) => first = first == 0 ? done : first)));
        Assert.Equal(3, first);
    }

    [Fact]
    public void The_state_of_another_evaluation_is_refused()
    {
        folders.WriteRandom(images: 3, classes: 3, size: 8, seed: 3);
        FolderEvaluation.Run(folders.Settings, folders["state"]);
        var failure = Assert.Throws<EvaluationException>(() => FolderEvaluation.Run(folders.Settings with { IgnoreLabel = 2 }, folders["state"]));
        Assert.Contains("its ignored label: none, not 2", failure.Message, StringComparison.Ordinal);
        File.WriteAllText(folders["state"], "{\"format\":1}\n");
        Assert.Throws<InvalidDataException>(() => FolderEvaluation.Run(folders.Settings, folders["state"]));
    }

    [Fact]
    public void A_state_with_an_image_that_there_cannot_be_is_refused()
    {
        folders.WriteRandom(images: 3, classes: 3, size: 8, seed: 3);
        FolderEvaluation.Run(folders.Settings, folders["state"]);
        File.WriteAllText(folders["state"], File.ReadAllText(folders["state"]).Replace("\"index\":2", "\"index\":3", StringComparison.Ordinal));
        var failure = Assert.Throws<InvalidDataException>(() => FolderEvaluation.Run(folders.Settings, folders["state"]));
        Assert.Contains("has the number 3, expected 0 to 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_is_refused_when_images_have_other_names_by_now()
    {
        folders.WriteRandom(images: 3, classes: 3, size: 8, seed: 3);
        FolderEvaluation.Run(folders.Settings, folders["state"]);
        foreach (string role in new[] { "truth", "prediction" }) File.Move(Path.Combine(folders[role], "001.png"), Path.Combine(folders[role], "zzz.png"));
        var failure = Assert.Throws<EvaluationException>(() => FolderEvaluation.Run(folders.Settings, folders["state"]));
        Assert.Contains("its image 1 is '001', but in the folders it is '002' now", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_masks_that_do_not_fit_are_listed_together()
    {
        folders.Write("truth", "alone", "01");
        folders.Write("truth", "wide", "011");
        folders.Write("prediction", "wide", "01");
        folders.Write("prediction", "extra", "01");
        folders.Write("truth", "sound", "01");
        folders.Write("prediction", "sound", "01");
        folders.Write("truth", "cut", "01");
        File.WriteAllBytes(Path.Combine(folders["prediction"], "cut.png"), [0x89, 0x50]);
        var failure = Assert.Throws<EvaluationException>(() => FolderEvaluation.Run(folders.Settings));
        Assert.Equal(4, failure.Faults.Count);
        Assert.Contains(failure.Faults, fault => fault.Contains("there is no mask 'alone'", StringComparison.Ordinal));
        Assert.Contains(failure.Faults, fault => fault.Contains("there is no true mask 'extra'", StringComparison.Ordinal));
        Assert.Contains(failure.Faults, fault => fault.Contains("is [1, 2], but", StringComparison.Ordinal));
        Assert.Contains(failure.Faults, fault => fault.Contains("cut.png", StringComparison.Ordinal));

        EvaluationResult rest = FolderEvaluation.Run(folders.Settings with { KeepGoing = true });
        Assert.Equal(1, rest.Images);
        Assert.Equal(failure.Faults, rest.LeftOut);
    }

    [Fact]
    public void Labels_that_are_no_class_are_told_of_all_masks_with_their_places()
    {
        folders.Write("truth", "a", "01", "09");
        folders.Write("prediction", "a", "01", "01");
        folders.Write("truth", "b", "01");
        folders.Write("prediction", "b", "05");
        var failure = Assert.Throws<EvaluationException>(() => FolderEvaluation.Run(folders.Settings with { ClassNames = ["sky", "road"] }));
        Assert.Equal(2, failure.Faults.Count);
        Assert.Contains(failure.Faults, fault => fault.Contains("a.png: row 1, column 1 has the label 9; the classes are 0 to 1", StringComparison.Ordinal));
        Assert.Contains(failure.Faults, fault => fault.Contains("b.png: row 0, column 1 has the label 5; the classes are 0 to 1", StringComparison.Ordinal));
    }

    [Fact]
    public void Surface_distances_are_means_over_images_that_have_the_class_in_both_maps()
    {
        folders.Write("truth", "a", "00000", "01000", "00000");
        folders.Write("prediction", "a", "00000", "00010", "00000");
        folders.Write("truth", "b", "01000");
        folders.Write("prediction", "b", "00000");
        EvaluationResult result = FolderEvaluation.Run(folders.Settings with { Surfaces = true, ExcludedClasses = [0], Spacing = [1, 3] });
        SurfaceFigures surface = result.Figures.Classes[1].Surface!;
        Assert.Equal((6.0, 6.0, 6.0, 1, 1), (surface.Hausdorff, surface.Hausdorff95, surface.AverageSymmetric, surface.Measured, surface.OneSided));
        Assert.Equal(0, surface.SurfaceDice);
        Assert.Null(result.Figures.Classes[0].Surface);
    }

    [Fact]
    public void A_prediction_of_the_label_that_is_left_out_is_a_miss_in_every_metric()
    {
        folders.Write("truth", "a", "0011", "0011");
        folders.Write("prediction", "a", "0#11", "0011");
        EvaluationResult result = FolderEvaluation.Run(folders.Settings with { IgnoreLabel = 255, Surfaces = true, Boundaries = true });
        Assert.Equal(7.0 / 8, Score(result, "pixelAccuracy"));
        Assert.Equal(0.75, result.Figures.Classes[0].IoU);
        Assert.Equal(1, result.Figures.Classes[1].BoundaryIoU);
        Assert.Equal(0.75, result.Figures.Classes[0].BoundaryIoU);
    }

    [Fact]
    public void A_spacing_that_does_not_fit_is_told_with_the_masks()
    {
        folders.Write("truth", "a", "01");
        folders.Write("prediction", "a", "01");
        var failure = Assert.Throws<EvaluationException>(() => FolderEvaluation.Run(folders.Settings with { Surfaces = true, Spacing = [1, 1, 3] }));
        Assert.Contains("a.png: There are 3 spacings for 2 spatial extents", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Instances_are_matched_and_their_pixels_scored_as_objects()
    {
        folders.WriteNpy("truth", "a", [1, 1, 1, 0, 0, 7, 7, 7], 2, 4);
        folders.WriteNpy("prediction", "a", [300, 300, 300, 0, 4, 4, 0, 0], 2, 4);
        EvaluationResult result = FolderEvaluation.Run(folders.Settings with { Instances = true });
        InstanceFigures instances = result.Figures.Instances!;
        Assert.Equal((1L, 1L, 1L), (instances.Thresholds[0].TruePositives, instances.Thresholds[0].FalsePositives, instances.Thresholds[0].FalseNegatives));
        Assert.Equal(1.0 / 3, instances.MeanPrecision!.Value, 1e-15);
        long[][] pixels = [[1, 1], [2, 4]];
        Assert.Equal(pixels, result.Figures.ConfusionMatrix.Select(row => row.ToArray()));
    }

    [Fact]
    public void Probabilities_are_scored_by_their_class_their_calibration_and_thresholds()
    {
        folders.Write("truth", "a", "0110");
        folders.WriteNpy("prediction", "a", [0.2f, 0.6f, 0.9f, 0.7f], 1, 4);
        EvaluationResult result = FolderEvaluation.Run(folders.Settings with { Probabilities = true });
        Assert.Equal(0.75, Score(result, "pixelAccuracy"));

        // Top labels: 0.8 right, 0.6 right, 0.9 right, 0.7 wrong, each in a bin of its own.
        CalibrationFigures calibration = result.Figures.Calibration!;
        Assert.Equal((0.2 + 0.4 + 0.1 + 0.7) / 4, calibration.ExpectedError!.Value, 1e-7);
        Assert.Equal(2 * (0.04 + 0.16 + 0.01 + 0.49) / 4, calibration.BrierScore!.Value, 1e-7);
        Assert.Equal(-(Math.Log(0.8) + Math.Log(0.6) + Math.Log(0.9) + Math.Log(0.3)) / 4, calibration.NegativeLogLikelihood!.Value, 1e-6);
        Assert.Equal(4, calibration.Bins.Sum(bin => bin.Pixels));

        // Above 0.5 three pixels, two of them right; above 0.85 one, which is.
        Assert.Equal(2.0 / 3, result.Figures.Thresholds[0].IoU!.Value, 1e-15);
        Assert.Equal(0.5, result.Figures.Thresholds[7].IoU!.Value, 1e-15);
    }

    [Fact]
    public void Probabilities_of_many_classes_take_the_most_probable_and_merge_from_shards()
    {
        foreach (string name in new[] { "a", "b" })
        {
            folders.Write("truth", name, "012");
            folders.WriteNpy("prediction", name, [0.5f, 0.4f, 0.1f, 0.3f, 0.4f, 0.6f, 0.2f, 0.2f, 0.3f], 3, 1, 3);
        }

        EvaluationSettings settings = folders.Settings with { Probabilities = true };
        EvaluationResult result = FolderEvaluation.Run(settings);
        Assert.Equal(1.0 / 3, Score(result, "pixelAccuracy"), 1e-15);
        Assert.Equal((0.5 + 0.4 + 0.6) / 3, result.Figures.Calibration!.ExpectedError!.Value, 1e-6);
        Assert.Empty(result.Figures.Thresholds);
        for (int shard = 1; shard <= 2; shard++) FolderEvaluation.Run(settings with { Shard = shard, Shards = 2 }, folders[$"{shard}"]);
        Assert.Equal(Text(result), Text(FolderEvaluation.Merge([folders["1"], folders["2"]])));
        folders.WriteNpy("prediction", "b", [0.5f, 0.5f, 1.5f], 1, 3);
        Assert.Contains("b.npy", Assert.Throws<EvaluationException>(() => FolderEvaluation.Run(settings)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_may_differ_by_suffixes_and_formats()
    {
        folders.Write("truth", "x_gt", "0011");
        folders.Write("truth", "x_color", "0000");
        folders.WriteNpy("prediction", "x_pred", [0, 0, 1, 0], 1, 4);
        EvaluationResult result = FolderEvaluation.Run(folders.Settings with { TruthSuffix = "_gt", PredictionSuffix = "_pred" });
        Assert.Equal("x", result.Figures.Images[0].Name);
        Assert.Equal(0.75, Score(result, "pixelAccuracy"));
    }

    [Fact]
    public void A_preset_gives_names_and_what_is_left_out()
    {
        folders.Write("truth", "a", "0011##");
        folders.Write("prediction", "a", "001111");
        EvaluationResult result = FolderEvaluation.Run(folders.Settings with { Classes = ClassTable.Preset("voc") });
        Assert.Equal("aeroplane", result.Figures.Classes[1].Name);
        Assert.Equal(4, result.Pixels);
        Assert.Null(result.Figures.Classes[5].IoU);
    }

    [Fact]
    public void The_interval_is_that_of_a_bootstrap_done_plainly()
    {
        folders.WriteRandom(images: 20, classes: 3, size: 8, seed: 5);
        EvaluationResult result = FolderEvaluation.Run(folders.Settings);
        Imaging.Evaluation.Score score = result.Figures.Scores.Single(found => found.Name == "pixelAccuracy");

        // All images have the same size: the score of a draw is the mean of the drawn images' scores.
        var random = new Random(1);
        double[] images = [.. result.Figures.Images.Select(image => image.PixelAccuracy!.Value)];
        double[] means = [.. Enumerable.Range(0, 20000).Select(_ => Enumerable.Range(0, images.Length).Average(_ => images[random.Next(images.Length)])).Order()];
        Assert.Equal(means[500], score.Low!.Value, 0.004);
        Assert.Equal(means[19499], score.High!.Value, 0.004);
    }

    [Fact]
    public void Two_equal_folders_do_not_differ()
    {
        folders.WriteRandom(images: 5, classes: 3, size: 8, seed: 6);
        EvaluationResult result = FolderEvaluation.Run(folders.Settings with { Against = folders["prediction"] });
        Assert.All(result.Differences, difference => Assert.Equal((0.0, 0.0, 0.0), (difference.Difference, difference.Low, difference.High)));
        Assert.Equal(1, result.Differences[0].SignedRankP);
    }

    static double Score(EvaluationResult result, string name) => result.Figures.Scores.Single(score => score.Name == name).Value!.Value;

    // Without what differs from run to run.
    static string Text(EvaluationResult result) =>
        System.Text.Encoding.UTF8.GetString(EvaluationFiles.ToJson(result with { Seconds = null, PeakMemory = 0 }));
}
