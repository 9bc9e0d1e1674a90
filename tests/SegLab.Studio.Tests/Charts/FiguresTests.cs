using SegLab.Studio.Charts;

namespace SegLab.Studio.Tests.Charts;

public sealed class FiguresTests
{
    [Fact]
    public void Scores_have_three_decimals_and_a_dash_where_there_is_none()
    {
        Assert.Equal("0.620", Figures.Score(0.62));
        Assert.Equal("–", Figures.Score(null));
        Assert.Equal("–", Figures.Score(double.NaN));
    }

    [Fact]
    public void Differences_have_a_sign()
    {
        Assert.Equal("+0.021", Figures.Difference(0.021));
        Assert.Equal("−0.006", Figures.Difference(-0.006));
    }

    [Theory]
    [InlineData(0.3155, "31.6 %")]
    [InlineData(0.0067, "0.67 %")]
    [InlineData(0.00034, "0.034 %")]
    [InlineData(0.000001, "< 0.001 %")]
    [InlineData(0, "0 %")]
    [InlineData(double.NaN, "–")]
    public void Shares_are_percentages_that_keep_two_digits(double share, string text) =>
        Assert.Equal(text, Figures.Share(share).Replace('\u00A0', ' '));

    [Theory]
    [InlineData(6.237, "6.24 s")]
    [InlineData(61.26, "61.3 s")]
    [InlineData(185, "3 min 5 s")]
    [InlineData(7380, "2 h 3 min")]
    public void Times_are_in_the_unit_that_suits_them(double seconds, string text) =>
        Assert.Equal(text, Figures.Time(seconds).Replace('\u00A0', ' '));

    [Fact]
    public void Memory_is_in_decimal_units()
    {
        Assert.Equal("1.84 GB", Figures.Bytes(1_842_000_000).Replace('\u00A0', ' '));
        Assert.Equal("512 MB", Figures.Bytes(512_000_000).Replace('\u00A0', ' '));
    }
}
