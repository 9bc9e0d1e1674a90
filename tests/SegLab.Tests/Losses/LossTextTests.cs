using SegLab.Losses;

namespace SegLab.Tests.Losses;

/// <summary>The text form of losses.</summary>
public sealed class LossTextTests
{
    [Theory]
    [InlineData("ce", "ce")]
    [InlineData("cross_entropy()", "ce")]
    [InlineData("  focal ( gamma = 2 ) ", "focal")]
    [InlineData("focal(gamma=3)", "focal(gamma=3)")]
    [InlineData("0.5*ce(ignore_index=255) + dice(smooth=1)", "0.5*ce(ignore_index=255) + dice")]
    [InlineData("dice_ce", "dice(background=false) + ce")]
    [InlineData("0.5*dice_focal + boundary", "0.5*dice + 0.5*focal + boundary")]
    [InlineData("2*gdl_boundary", "linear(2, 0.02)*generalized_dice + linear(0.02, 2)*boundary")]
    [InlineData("wasserstein_dice(distances=[[0, 1], [1, 0]])", "wasserstein_dice(distances=[[0, 1], [1, 0]])")]
    [InlineData("1e-3*ce-dice", "0.001*ce - dice")]
    [InlineData("-ce + 2 * iou(aggregate=batch)", "-1*ce + 2*jaccard(aggregate=batch)")]
    [InlineData("ce(class_weights=[1, 2.5,3])", "ce(class_weights=[1, 2.5, 3])")]
    [InlineData("tversky(false_negative_weight=0.9, background=false)", "tversky(false_negative_weight=0.9, background=false)")]
    public void Is_read_and_printed(string text, string printed) => Assert.Equal(printed, SegmentationLoss.Parse(text).ToString());

    [Fact]
    public void Every_option_of_every_loss_is_read_back_as_it_was_printed()
    {
        foreach (LossEntry entry in LossCatalog.All)
            foreach (CatalogParameter<ElementaryLoss> parameter in entry.Parameters)
            {
                string value = Another(parameter);
                if (entry.Default is LogCoshDiceLoss && parameter.Name == "reduction") continue; // It takes the mean alone.
                SegmentationLoss loss = SegmentationLoss.Parse($"{entry.Name}({parameter.Name}={value})");
                Assert.NotEqual(entry.Default, loss);
                Assert.Equal($"{entry.Name}({parameter.Name}={value})", loss.ToString());
                Assert.Equal(loss, SegmentationLoss.Parse(loss.ToString()));
            }
    }

    [Theory]
    [InlineData("focel", "did you mean 'focal'?")]
    [InlineData("xyzzy", "there are ce, ce_all_channels, bce, ")]
    [InlineData("focal(gama=2)", "did you mean 'gamma'?")]
    [InlineData("focal(gamma=-1)", "gamma is 0 or more, not -1")]
    [InlineData("focal(gamma=two)", "gamma takes 0 or more, and 'two' is not a number")]
    [InlineData("focal(alpha=2)", "alpha is 0 to 1")]
    [InlineData("dice(aggregate=image)", "'image' is not one of per_image | batch")]
    [InlineData("ce +", "expected the name of a loss")]
    [InlineData("", "expected the name of a loss")]
    [InlineData("ce dice", "expected + or - between losses")]
    [InlineData("2 ce", "expected * between a factor and a loss")]
    [InlineData("dice_ce(smooth=1)", "is short for dice(background=false) + ce and has no options")]
    [InlineData("ce(activation=sigmoid)", "'sigmoid' is not one of softmax | probabilities | log_probabilities")]
    [InlineData("focal_tversky(of_mean=true, reduction=sum)", "needs reduction=mean, not sum")]
    [InlineData("combo(reduction=none)", "there is no map of it")]
    [InlineData("ce(label_smoothing=0.1", "expected , or )")]
    [InlineData("ce(class_weights=[1, 2)", "expected ] at the end of the list")]
    [InlineData("ce(class_weights=[1, -2])", "weight of class 1 is -2")]
    [InlineData("ce(ignore_index=255) + dice(ignore_index=0)", "must ignore the same label")]
    public void What_cannot_be_read_is_explained(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => SegmentationLoss.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Random_text_is_a_loss_or_a_format_error()
    {
        const string letters = "ce dicefocal()=,+-*[]0123.9_x";
        var random = new Random(1);
        for (int i = 0; i < 20000; i++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(12)).Select(_ => letters[random.Next(letters.Length)])]);
            try
            {
                SegmentationLoss loss = SegmentationLoss.Parse(text);
                Assert.Equal(loss, SegmentationLoss.Parse(loss.ToString()));
            }
            catch (FormatException)
            {
                continue;
            }
        }
    }

    [Fact]
    public void Losses_with_the_same_options_are_equal()
    {
        Assert.Equal(new CrossEntropyLoss { ClassWeights = [1, 2] }, new CrossEntropyLoss { ClassWeights = [1, 2] });
        Assert.NotEqual(new CrossEntropyLoss { ClassWeights = [1, 2] }, new CrossEntropyLoss { ClassWeights = [1, 3] });
        Assert.Equal(SegmentationLoss.Parse("0.5*ce + dice"), 0.5 * new CrossEntropyLoss() + new DiceLoss());
    }

    [Fact]
    public void Options_out_of_range_are_refused_in_code_too()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FocalLoss { Gamma = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DiceLoss { Smooth = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossEntropyLoss { LabelSmoothing = 1.1 });
    }

    static string Another(CatalogParameter<ElementaryLoss> parameter) => parameter switch
    {
        { Values.Choices: [_, _, ..] choices } => choices.First(choice => choice != parameter.Default && choice != "none"),
        { Values.Range.IsOdd: true } or { Values.IsWhole: true } => "5",
        { Values.Range.Minimum: 1 } => "2",
        { Values.Range.Maximum: 0 } => "-0.25",
        { Values.Range: not null } => "0.25",
        { Name: "ignore_index" } => "255",
        { Name: "spacing" } => "[0.5, 2]",
        { Name: "distances" } => "[[0, 1], [1, 0]]",
        _ => "[0, 1]",
    };
}
