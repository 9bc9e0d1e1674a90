using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SegLab.Imaging.Evaluation;
using SegLab.Imaging.Png;
using SegLab.Studio.Report;
using SegLab.Studio.Tests.Samples;

namespace SegLab.Studio.Tests.Report;

public sealed partial class EvaluationReportTests : IDisposable
{
    readonly MaskFolders folders = new();

    public void Dispose() => folders.Dispose();

    [Fact]
    public async Task Every_score_stands_with_its_interval()
    {
        EvaluationResult result = Evaluate(folders.WithImages(5, 4));
        XElement[] rows = Rows(await Read(result), "scores");
        Assert.Equal(result.Figures.Scores.Count, rows.Length);
        foreach ((Score score, XElement row) in result.Figures.Scores.Zip(rows))
        {
            string[] cells = Cells(row);
            Assert.Equal([score.Title, $"{score.Value:0.0000}", score.Low is null ? "" : $"{score.Low:0.0000} to {score.High:0.0000}"], cells);
        }
    }

    [Fact]
    public async Task The_headline_is_the_mean_IoU_and_what_was_evaluated_stands_below()
    {
        EvaluationResult result = Evaluate(folders.WithImages(5, 4)) with { ExcludedClasses = [2], IgnoreLabel = 99, Seconds = 2, PeakMemory = 64_000_000 };
        XElement page = await Read(result);
        Assert.Equal($"Mean IoU {Value(result, "meanIoU"):0.0000}", page.Descendants("h1").Single().Value);
        Assert.Contains("5 images, 2 880 pixels, 4 classes", Plain(page));
        string facts = Plain(Section(page, "setup"));
        Assert.All(new[] { folders.Folder("first"), folders.Folder("truth"), "Ignored label 99", "Excluded from means class 2", "Time 2.00 s", "2.5 images/s", "64 MB" }, fact => Assert.Contains(fact, facts));
    }

    [Fact]
    public async Task A_class_has_its_figures_in_the_table_and_two_bars()
    {
        EvaluationResult result = Evaluate(folders.WithImages(5, 4));
        XElement section = Section(await Read(result), "classes");
        XElement[] rows = Rows(section);
        foreach (ClassFigures found in result.Figures.Classes)
        {
            string[] cells = Cells(rows[found.Label]);
            Assert.Equal(found.Name, cells[0]);
            Assert.Equal([$"{found.IoU:0.0000}", $"{found.Dice:0.0000}", $"{found.Precision:0.0000}", $"{found.Recall:0.0000}"], cells[2..6]);
        }

        Assert.All(section.Descendants(Rendering.Svg + "svg"), chart => Assert.Equal(8, chart.OfClass("bars").Count()));
    }

    [Fact]
    public async Task Probabilities_have_their_calibration_thresholds_and_pictures()
    {
        folders.Write("truth", "a", [2, 4], i => i % 2);
        folders.WriteProbabilities("first", "a", [2, 4], i => i % 2 == 1 ? 0.9f : i < 4 ? 0.2f : 0.7f);
        EvaluationResult result = FolderEvaluation.Run(folders.Settings() with { Probabilities = true });
        XElement page = await Read(result), section = Section(page, "calibration");
        CalibrationFigures calibration = result.Figures.Calibration!;
        Assert.Contains($"Expected calibration error {calibration.ExpectedError:0.0000}", Plain(section));
        Assert.Equal(3, calibration.Bins.Count(bin => bin.Pixels > 0));
        Assert.Equal(3 + result.Figures.Thresholds.Count, Rows(section).Length);
        Assert.Single(section.Descendants("figure"));
        Assert.DoesNotContain("could not be read again", Plain(page));
    }

    [Fact]
    public async Task A_class_that_no_mask_has_is_named_and_not_drawn()
    {
        folders.WithImages(2, 3);
        EvaluationResult result = FolderEvaluation.Run(folders.Settings() with { ClassNames = ["a", "b", "c", "unicorn"] });
        XElement page = await Read(result);
        Assert.Equal(["a", "b", "c"], Rows(page, "classes").Select(row => Cells(row)[0]));
        Assert.Contains("In none of the masks: unicorn.", Plain(page));
        Assert.DoesNotContain("unicorn", Section(page, "confusion").Value);
    }

    [Fact]
    public async Task The_most_frequent_errors_are_those_of_the_confusion_matrix()
    {
        EvaluationResult result = Evaluate(folders.WithImages(5, 4));
        string[] first = Cells(Rows(await Read(result), "confusion")[0]);
        long most = result.Figures.ConfusionMatrix.SelectMany((row, i) => row.Where((_, j) => i != j)).Max();
        Assert.Equal($"{most}", first[2]);
        (int truth, int predicted) = (int.Parse(first[0][6..]), int.Parse(first[1][6..]));
        Assert.Equal(most, result.Figures.ConfusionMatrix[truth][predicted]);
    }

    [Fact]
    public async Task The_worst_images_are_shown_from_the_worst_up_with_truth_prediction_and_errors()
    {
        EvaluationResult result = Evaluate(folders.WithImages(15, 4));
        XElement[] groups = [.. (await Read(result)).OfClass("image-group")];
        Assert.Equal(result.Figures.Images.OrderBy(image => image.MeanIoU).Take(12).Select(image => image.Name), groups.Select(group => group.Element("h3")!.Value));
        Assert.All(groups, group => Assert.Equal(["Truth", "Prediction", "Errors"], group.OfClass("title").Select(title => title.Value)));
        Assert.StartsWith($"Mean IoU {result.Figures.Images.Min(image => image.MeanIoU):0.0000} · most confused: class ", groups[0].OfClass("note").Single().Value);
    }

    [Fact]
    public async Task The_errors_are_red_where_truth_and_prediction_differ_and_nowhere_else()
    {
        folders.Write("truth", "a", [4, 4], i => i == 3 ? 9 : i % 2);
        folders.Write("first", "a", [4, 4], i => i is 3 or 5 or 10 ? 1 - i % 2 : i % 2);
        EvaluationResult result = FolderEvaluation.Run(folders.Settings() with { ClassNames = ["a", "b"], IgnoreLabel = 9 });
        PngImage errors = Pictures(await Read(result))[^1];
        for (int i = 0; i < 16; i++) Assert.Equal(i is 5 or 10, errors.ToRasterImage()[0, i / 4, i % 4] == 255);
        Assert.Equal((112, 112), (errors.ToRasterImage()[0, 0, 3], errors.ToRasterImage()[2, 0, 3]));
    }

    [Fact]
    public async Task Classes_have_the_colours_of_their_table()
    {
        folders.Write("truth", "a", [2, 2], i => i);
        folders.Write("first", "a", [2, 2], i => i);
        XElement page = await Read(FolderEvaluation.Run(folders.Settings() with { Classes = SegLab.Imaging.Masks.ClassTable.Preset("camvid") }));
        PngImage truth = Pictures(page)[0];
        Assert.Equal((128, 0, 0), (truth.ToRasterImage()[0, 0, 1], truth.ToRasterImage()[1, 0, 1], truth.ToRasterImage()[2, 0, 1])); // building
        Assert.Contains("#800000", page.OfClass("legend").Single(legend => legend.Value.Contains("building")).ToString());
    }

    [Fact]
    public async Task A_volume_shows_the_slice_with_the_most_errors()
    {
        folders.Write("truth", "scan", [3, 4, 5], i => i / 20);
        folders.Write("first", "scan", [3, 4, 5], i => i is 2 or 21 or 22 or 39 ? 7 : i / 20);
        XElement page = await Read(Evaluate(folders));
        Assert.Contains("slice 2 of 3", page.OfClass("image-group").Single().OfClass("note").Single().Value);
        Assert.All(Pictures(page), picture => Assert.Equal((5, 4), (picture.ToRasterImage().Width, picture.ToRasterImage().Height)));
        SegLab.Imaging.RasterImage errors = Pictures(page)[^1].ToRasterImage();
        Assert.Equal([1, 2, 19], Enumerable.Range(0, 20).Where(i => errors[0, i / 5, i % 5] == 255));
    }

    [Fact]
    public async Task A_mask_that_cannot_be_read_again_says_so_in_its_place()
    {
        EvaluationResult result = Evaluate(folders.WithImages(3, 3));
        File.Delete(folders.File("first", "image 01"));
        File.WriteAllText(folders.File("truth", "image 02"), "no mask");
        folders.Write("first", "image 00", [2, 2], i => 0);
        XElement[] groups = [.. (await Read(result)).OfClass("image-group").OrderBy(group => group.Element("h3")!.Value)];
        Assert.All(groups, group => Assert.Empty(group.Descendants(Rendering.Svg + "svg")));
        string[] faults = [.. groups.Select(group => group.OfClass("fault").Single().Value)];
        Assert.Contains("[2, 2]", faults[0]);
        Assert.Contains("image 01", faults[1]);
        Assert.Contains("image 02", faults[2]);
    }

    [Fact]
    public async Task Merged_states_have_a_table_of_the_worst_images_and_no_pictures()
    {
        folders.WithImages(4, 3);
        string state = folders.Folder("state");
        FolderEvaluation.Run(folders.Settings(), state);
        EvaluationResult result = FolderEvaluation.Merge([state]);
        XElement images = Section(await Read(result), "images");
        Assert.Empty(images.OfClass("image-group"));
        Assert.Equal(result.Figures.Images.OrderBy(image => image.MeanIoU).Select(image => image.Name), Rows(images).Select(row => Cells(row)[0]));
    }

    [Fact]
    public async Task Two_folders_stand_side_by_side_with_their_differences()
    {
        EvaluationResult result = Evaluate(folders.WithImages(6, 4), "second");
        XElement page = await Read(result);
        string[] scores = Cells(Rows(page, "scores")[2]);
        Assert.Equal([$"{result.Figures.Scores[2].Value:0.0000}", $"{result.AgainstFigures!.Scores[2].Value:0.0000}"], [scores[1], scores[3]]);
        foreach ((ScoreDifference difference, XElement row) in result.Differences.Zip(Rows(page, "differences")))
            Assert.Equal([difference.Title, Signed(difference.Difference), $"{Signed(difference.Low)} to {Signed(difference.High)}"], Cells(row)[..3]);
        Assert.Contains("p", Cells(Section(page, "differences").Descendants("tr").First())[3]);
        Assert.Equal(2, Section(page, "confusion").Descendants("figure").Count());
        Assert.All(page.OfClass("image-group"), group => Assert.Equal(["Truth", "first", "second"], group.OfClass("title").Select(title => title.Value)));
    }

    [Fact]
    public async Task The_images_that_differ_most_are_listed_for_either_folder()
    {
        EvaluationResult result = Evaluate(folders.WithImages(8, 4), "second");
        XElement section = Section(await Read(result), "differences");
        var apart = result.Figures.Images.Zip(result.AgainstFigures!.Images, (a, b) => (a.Name, Difference: a.MeanIoU - b.MeanIoU)).ToArray();
        string[][] rows = [.. Rows(section).Skip(result.Differences.Count).Select(Cells)];
        Assert.Equal(apart.MaxBy(image => image.Difference).Name, rows[0][0]);
        Assert.Equal(Signed(apart.Max(image => image.Difference)), rows[0][3]);
        string[] trailing = rows.First(row => row[3].StartsWith('\u2212'));
        Assert.Equal(apart.MinBy(image => image.Difference).Name, trailing[0]);
    }

    [Fact]
    public async Task A_lead_whose_interval_holds_0_is_said_to_be_perhaps_chance()
    {
        EvaluationResult result = Evaluate(folders.WithImages(6, 4), "second");
        ScoreDifference[] differences = [.. result.Differences.Select(found => found with { Difference = -0.01, Low = -0.03, High = 0.01 })];
        string headline = (await Read(result with { Differences = differences })).Descendants("h1").Single().Value;
        Assert.EndsWith(", 0.0100 below second, which may be chance", headline);
    }

    [Fact]
    public async Task Surfaces_and_boundaries_are_there_when_they_were_measured()
    {
        folders.WithImages(3, 3);
        EvaluationResult result = FolderEvaluation.Run(folders.Settings() with { Surfaces = true, Boundaries = true, Tolerance = 2 });
        XElement page = await Read(result);
        SurfaceFigures surface = result.Figures.Classes[1].Surface!;
        Assert.Equal([$"{surface.Hausdorff:0.00}", $"{surface.Hausdorff95:0.00}", $"{surface.AverageSymmetric:0.00}"], Cells(Rows(page, "surfaces")[1])[1..4]);
        Assert.Contains("tolerance 2", Section(page, "surfaces").Value);
        Assert.Equal($"{result.Figures.Classes[1].BoundaryIoU:0.0000}", Cells(Rows(page, "classes")[1])[^1]);
        Assert.DoesNotContain("Boundary IoU", (await Read(Evaluate(folders))).Value);
    }

    [Fact]
    public async Task Instances_have_a_line_over_the_thresholds_and_a_table()
    {
        for (int n = 0; n < 2; n++)
        {
            folders.Write("truth", $"{n}", [20, 20], i => i / 20 / 5 * 300 + (i % 20 < 10 ? 1 : 0));
            folders.Write("first", $"{n}", [20, 20], i => i / 20 / 5 * 300 + (i % 20 < 8 ? 1 : 0));
        }

        EvaluationResult result = FolderEvaluation.Run(folders.Settings() with { Instances = true });
        XElement page = await Read(result);
        XElement section = Section(page, "instances");
        Assert.Equal(result.Figures.Instances!.Thresholds.Select(at => $"{at.F1:0.0000}"), Rows(section).Select(row => Cells(row)[6]));
        Assert.All(section.OfClass("line"), line => Assert.Equal(10, line.Points().Length));
        Assert.Contains("Colours tell instances apart", Plain(page));
        Assert.StartsWith("Mean F1 of the instances", page.Descendants("h1").Single().Value);
    }

    [Fact]
    public async Task Files_that_were_left_out_are_listed()
    {
        EvaluationResult result = Evaluate(folders.WithImages(2, 3)) with { LeftOut = [.. Enumerable.Range(0, 60).Select(i => $"mask-{i}.png: damaged")] };
        XElement section = Section(await Read(result), "left-out");
        Assert.Equal(50, section.Descendants("li").Count());
        Assert.Contains("And 10 more", section.Value);
    }

    [Fact]
    public async Task What_files_and_users_say_is_text_and_never_markup()
    {
        const string Hostile = "<script>alert(1)</script>&\"'";
        EvaluationResult built = Evaluate(folders.WithImages(2, 2), "second");
        PredictionFigures Spoil(PredictionFigures figures) => figures with
        {
            Classes = [.. figures.Classes.Select(found => found with { Name = Hostile })],
            Images = [.. figures.Images.Select(image => image with { Name = Hostile })],
        };
        EvaluationResult result = built with
        {
            Prediction = Hostile,
            Truth = Hostile,
            Against = "b" + Hostile,
            LeftOut = [Hostile],
            Figures = Spoil(built.Figures),
            AgainstFigures = Spoil(built.AgainstFigures!),
        };
        string page = await EvaluationReport.RenderAsync(result);
        Assert.DoesNotContain("<script", page);
        Assert.Contains(WebUtility.HtmlEncode("<script>alert(1)</script>"), page);
        Assert.Contains(Hostile, Document(page).OfClass("image-group").First().Element("h3")!.Value);
    }

    [Fact]
    public async Task The_page_asks_nobody_for_anything_and_its_links_lead_to_its_parts()
    {
        string page = await EvaluationReport.RenderAsync(Evaluate(folders.WithImages(3, 3), "second"));
        Assert.DoesNotMatch("https?://", page.Replace("http://www.w3.org/2000/svg", ""));
        Assert.DoesNotMatch("@import|<link|<script|url\\(", page);
        string[] targets = [.. Source().Matches(page).Select(match => match.Groups[1].Value).Distinct()];
        Assert.All(targets, target => Assert.Matches("^(data:image/png;base64,|#)", target));
        Assert.All(targets.Where(target => target[0] == '#'), target => Assert.Single(Regex.Matches(page, $"id=\"{Regex.Escape(target[1..])}\"")));
    }

    [Theory]
    [InlineData(1, 1, 24)]
    [InlineData(1, 2, 1)]
    [InlineData(3, 150, 60)]
    [InlineData(2, 300, 60)]
    public async Task Few_or_many_classes_and_images_make_a_sound_page(int images, int classes, int side)
    {
        folders.WithImages(images, classes, side);
        string[] names = [.. Enumerable.Range(0, classes).Select(k => $"kind {k}.")];
        XElement page = await Read(FolderEvaluation.Run(folders.Settings("second") with { ClassNames = names }));
        Assert.Equal(images, page.OfClass("image-group").Count());
        AssertCoordinatesAreNumbers(page);
    }

    [Fact]
    public async Task Figures_that_do_not_exist_are_dashes_and_do_not_break_a_drawing()
    {
        EvaluationResult built = Evaluate(folders.WithImages(3, 3), "second");
        PredictionFigures Empty(PredictionFigures figures) => figures with
        {
            Scores = [.. figures.Scores.Select(score => new Score(score.Name, score.Title, null))],
            Classes = [.. figures.Classes.Select(found => new ClassFigures { Label = found.Label, Name = found.Name, TruePixels = 0, PredictedPixels = found.PredictedPixels, Surface = new(null, null, null, null, null, null, 0, 1) })],
            Images = [.. figures.Images.Select(image => new ImageFigures(image.Name, null, null, null))],
            ConfusionMatrix = [.. figures.ConfusionMatrix.Select(row => row.Select(_ => 0L).ToArray())],
        };
        ScoreDifference[] differences = [.. built.Differences.Select(found => new ScoreDifference(found.Name, found.Title, null, null, null, null))];
        XElement page = await Read(built with { Figures = Empty(built.Figures), AgainstFigures = Empty(built.AgainstFigures!), Differences = differences });
        AssertCoordinatesAreNumbers(page);
        Assert.DoesNotContain("NaN", page.Value);
        Assert.Equal("No class has an IoU", page.Descendants("h1").Single().Value);
        Assert.All(Rows(page, "differences").SelectMany(row => Cells(row).Skip(1)), cell => Assert.Equal("–", cell));
        Assert.Contains("No image has an IoU", page.Value);
    }

    [Fact]
    public async Task Twelve_images_of_noise_stay_below_a_megabyte_and_a_half()
    {
        var random = new Random(1);
        for (int n = 0; n < 13; n++)
        {
            foreach (string folder in new[] { "truth", "first", "second" }) folders.Write(folder, $"{n}", [300, 500], _ => random.Next(150));
        }

        Assert.InRange((await EvaluationReport.RenderAsync(Evaluate(folders, "second"))).Length, 100_000, 1_500_000);
    }

    [Fact]
    public async Task It_is_written_in_place_of_an_older_one_and_leaves_nothing_beside()
    {
        EvaluationResult result = Evaluate(folders.WithImages(2, 2));
        string folder = Directory.CreateDirectory(folders.Folder("out")).FullName, path = Path.Combine(folder, "report.html");
        await File.WriteAllTextAsync(path, "old");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EvaluationReport.WriteAsync(path, result, new CancellationToken(canceled: true)));
        Assert.Equal("old", await File.ReadAllTextAsync(path));
        await EvaluationReport.WriteAsync(path, result);
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    static EvaluationResult Evaluate(MaskFolders folders, string? against = null) => FolderEvaluation.Run(folders.Settings(against));

    /// <summary>The page as XML, which throws where an element is not closed.</summary>
    static async Task<XElement> Read(EvaluationResult result) => Document(await EvaluationReport.RenderAsync(result));

    static XElement Document(string page) => XElement.Parse(Void().Replace(page[page.IndexOf("<html", StringComparison.Ordinal)..], ""), LoadOptions.PreserveWhitespace);

    static XElement Section(XElement page, string id) => page.Descendants("section").Single(section => (string?)section.Attribute("id") == id);

    static XElement[] Rows(XElement page, string id) => Rows(Section(page, id));

    static XElement[] Rows(XElement section) => [.. section.Descendants("tbody").SelectMany(body => body.Elements("tr"))];

    static string[] Cells(XElement row) => [.. row.Elements().Select(Plain)];

    static string Plain(XElement element) => Space().Replace(string.Join(' ', element.DescendantNodes().OfType<XText>().Select(text => text.Value)), " ").Trim();

    static PngImage[] Pictures(XElement page) =>
        [.. page.OfClass("image-group").SelectMany(group => group.Descendants(Rendering.Svg + "image")).Select(image =>
            PngFile.Read(new MemoryStream(Convert.FromBase64String(((string)image.Attribute("href")!)["data:image/png;base64,".Length..])), "embedded"))];

    static double? Value(EvaluationResult result, string name) => result.Figures.Scores.Single(score => score.Name == name).Value;

    static string Signed(double? value) => $"{value:+0.0000;\u22120.0000;+0.0000}";

    static void AssertCoordinatesAreNumbers(XElement page)
    {
        string[] names = ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "d", "viewBox"];
        foreach (XAttribute attribute in page.Descendants(Rendering.Svg + "svg").SelectMany(d => d.DescendantsAndSelf()).Attributes().Where(a => names.Contains(a.Name.LocalName)))
            Assert.Matches(@"^[MLhvz\d\s.-]*$", attribute.Value);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    /// <summary>Elements that HTML never closes.</summary>
    [GeneratedRegex("<(?:meta|wbr)[^>]*>")]
    private static partial Regex Void();

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Source();
}
