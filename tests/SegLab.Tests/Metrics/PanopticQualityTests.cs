using SegLab.Metrics;

namespace SegLab.Tests.Metrics;

/// <summary>Cases by hand and what holds for all.</summary>
[Trait("Category", "Numeric")]
public sealed class PanopticQualityTests
{
    [Fact]
    public void A_case_by_hand()
    {
        // Thing 1 has the instances 1 and 2; one is found with 3 of 4 pixels, the other missed; the sky 9 is found whole in two pieces.
        PanopticQuality quality = Quality();
        quality.Add([1, 1, 1, 9, 9, 9, 9, 9], [5, 5, 5, 1, 2, 1, 2, 1], [1, 1, 1, 1, 9, 9, 1, 1], [1, 1, 1, 1, 0, 0, 2, 2]);
        Assert.Equal(new PanopticCounts(1, 0, 1, ExactSum.Of(0.75)), quality.Categories[1]);
        Assert.Equal(0.75 / 1.5, quality.Categories[1].PanopticQuality, 1e-15);

        // Two of five pixels of the predicted sky are sky: no match.
        Assert.Equal(new PanopticCounts(0, 1, 1, default), quality.Categories[9]);
        Assert.Equal(0.25, quality.Mean(counts => counts.PanopticQuality), 1e-15);
        Assert.Equal(0.5, quality.Mean(counts => counts.PanopticQuality, quality.Things), 1e-15);
    }

    [Fact]
    public void A_segment_on_void_or_on_a_crowd_of_its_category_is_forgiven()
    {
        PanopticQuality quality = Quality();
        quality.Add([1, 1, 1, 9, 9, 9], [1, 1, 1, 0, 0, 0], [255, 255, 9, 9, 9, 9], [0, 0, 0, 0, 0, 0]);
        Assert.True(quality.Categories[1].IsEmpty);
        Assert.Equal(new PanopticCounts(1, 0, 0, ExactSum.Of(0.75)), quality.Categories[9]);
        quality.Add([1, 1, 1], [1, 1, 1], [1, 1, 9], [7, 7, 0], crowds: [(1, 7)]);
        Assert.True(quality.Categories[1].IsEmpty);
        Assert.Equal(1, quality.Categories[9].FalseNegatives);
    }

    [Fact]
    public void To_abstain_does_not_pay()
    {
        PanopticQuality wrong = Quality(), abstains = Quality();
        wrong.Add([1, 1, 9, 9], [1, 1, 0, 0], [9, 9, 9, 9], [0, 0, 0, 0]);
        abstains.Add([255, 255, 9, 9], [0, 0, 0, 0], [9, 9, 9, 9], [0, 0, 0, 0]);
        Assert.Equal(wrong.Categories[9] with { }, abstains.Categories[9]);
        Assert.Equal(1, abstains.Categories[9].FalseNegatives);
    }

    [Fact]
    public void Images_give_the_same_bits_in_any_order_and_any_sharing()
    {
        var random = new Random(1);
        int[][] maps = [.. Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 60).Select(i => ((i + random.Next(2)) / 7 % 3) switch { 0 => 1, 1 => 2, _ => 9 }).ToArray())];
        PanopticQuality whole = Quality(), first = Quality(), second = Quality();
        for (int i = 0; i < 40; i += 2)
        {
            whole.Add(maps[i], new int[60], maps[i + 1], new int[60]);
            int j = 38 - i;
            (i % 4 == 0 ? first : second).Add(maps[j], new int[60], maps[j + 1], new int[60]);
        }

        second.Merge(first);
        Assert.Equal(whole.Categories, second.Categories);
        var restored = Quality();
        foreach ((int category, PanopticCounts counts) in whole.Categories) restored.Add(category, counts);
        Assert.Equal(whole.Mean(counts => counts.PanopticQuality), restored.Mean(counts => counts.PanopticQuality));
    }

    [Fact]
    public void Categories_that_are_not_known_are_refused()
    {
        Assert.Contains("Pixel 1 has the category 4", Assert.Throws<ArgumentException>(() => Quality().Add([1, 4], [0, 0], [1, 1], [0, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("Category 2", Assert.Throws<ArgumentException>(() => new PanopticQuality([1, 2], [2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Quality().Add([1], [0], [1, 1], [0, 0]));
    }

    static PanopticQuality Quality() => new([1, 2], [9], voidCategory: 255);
}
