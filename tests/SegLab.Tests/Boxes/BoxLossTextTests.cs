using SegLab.Boxes;
using SegLab.Losses;

namespace SegLab.Tests.Boxes;

/// <summary>The text form of box losses.</summary>
public sealed class BoxLossTextTests
{
    [Theory]
    [InlineData("ciou", "ciou")]
    [InlineData(" complete_iou ( detach_alpha = false ) ", "ciou(detach_alpha=false)")]
    [InlineData("alpha_giou", "giou(power=3)")]
    [InlineData("alpha_iou(power=2)", "iou(power=2)")]
    [InlineData("wiou_v2(gamma=0.7)", "wiou(version=2, gamma=0.7)")]
    [InlineData("wiou(version=3)", "wiou")]
    [InlineData("l1", "smooth_l1(beta=0)")]
    [InlineData("iou(form=log, reduction=sum)", "iou(form=log, reduction=sum)")]
    [InlineData("ciou(alpha_epsilon=1e-7, alpha_epsilon=none)", "ciou")]
    public void Is_read_and_printed(string text, string printed) => Assert.Equal(printed, BoxLoss.Parse(text).ToString());

    [Fact]
    public void Every_option_of_every_loss_is_read_back_as_it_was_printed()
    {
        foreach (BoxLossEntry entry in BoxLossCatalog.All)
            foreach (CatalogParameter<BoxLoss> parameter in entry.Parameters)
            {
                string value = Another(parameter);
                BoxLoss loss = BoxLoss.Parse($"{entry.Name}({parameter.Name}={value})");
                Assert.NotEqual(entry.Default, loss);
                Assert.Equal($"{entry.Name}({parameter.Name}={value})", loss.ToString());
                Assert.Equal(loss, BoxLoss.Parse(loss.ToString()));
            }
    }

    [Fact]
    public void Every_name_is_read_and_none_twice()
    {
        Assert.Equal(BoxLossCatalog.Names.Count(), BoxLossCatalog.Names.Distinct().Count());
        Assert.All(BoxLossCatalog.Names, name => BoxLoss.Parse(name));
        Assert.All(BoxLossCatalog.All, entry => Assert.Equal(entry.Default, BoxLoss.Parse(entry.Name)));
        Assert.All(BoxLossCatalog.Recipes, recipe => Assert.Equal(BoxLoss.Parse(recipe.Text), BoxLoss.Parse(recipe.Name)));
    }

    [Theory]
    [InlineData("cieu", "did you mean 'ciou'?")]
    [InlineData("xyzzyplugh", "there are iou, giou, diou, ")]
    [InlineData("ciou(detach=true)", "ciou has no option 'detach'")]
    [InlineData("giou(power=0)", "power is above 0, not 0")]
    [InlineData("giou(power=two)", "power takes above 0, and 'two' is not a number")]
    [InlineData("wiou(version=4)", "version is 1 to 3, not 4")]
    [InlineData("iou(form=square)", "'square' is not one of linear | log")]
    [InlineData("ciou(detach_alpha=yes)", "'yes' is not true or false")]
    [InlineData("ciou + l1", "expected nothing after a box loss")]
    [InlineData("ciou(power=3", "expected , or )")]
    [InlineData("", "expected the name of a box loss")]
    public void What_cannot_be_read_is_explained(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => BoxLoss.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Losses_with_the_same_options_are_equal_also_after_use()
    {
        CompleteIoULoss used = new() { Power = 2 };
        used.Evaluate([0, 0, 1, 1.0], [0, 0, 2, 1.0]);
        Assert.Equal(new CompleteIoULoss { Power = 2 }, used);
        Assert.NotEqual(used, used with { Reduction = Reduction.Sum });
        Assert.NotEqual<BoxLoss>(new GeneralizedIoULoss(), new DistanceIoULoss());
    }

    static string Another(CatalogParameter<BoxLoss> parameter) => parameter switch
    {
        { Values.Choices: [_, _, ..] choices } => choices.First(choice => choice != parameter.Default),
        { Values.Range.Minimum: 1 } => "2",
        _ => "0.25",
    };
}
