using SegLab.Studio.Report;

namespace SegLab.Studio.Tests.Report;

public sealed class LossLabelsTests
{
    [Fact]
    public void Labels_carry_the_rank_and_drop_parameters_where_room_is_short()
    {
        IReadOnlyList<string> labels = LossLabels.Of(["0.5*ce(ignore_index=255) + dice(smooth=1)", "focal(gamma=2)", "lovasz"]);
        Assert.Equal(["1 · 0.5*ce + dice", "2 · focal(gamma=2)", "3 · lovasz"], labels.Select(label => label.Replace('\u00A0', ' ')));
    }

    [Fact]
    public void Losses_that_differ_in_parameters_alone_differ_in_label()
    {
        IReadOnlyList<string> labels = LossLabels.Of(["tversky(false_positive_weight=0.3)", "tversky(false_positive_weight=0.7)"]);
        Assert.NotEqual(labels[0], labels[1]);
    }
}
