using System.Runtime.Intrinsics;
using SegLab.Losses.Weights;

namespace SegLab.Tests.Losses.Weights;

[Trait("Category", "Numeric")]
public sealed class NearestTwoTests
{
    [Fact]
    public void An_instance_that_was_as_near_as_one_that_came_nearer_stays_the_second()
    {
        Assert.Equal((1, 2, 2, 1), Nearest((2, 1), (2, 2), (1, 2)));
    }

    [Fact]
    public void The_two_are_those_of_all_distances_whatever_their_order()
    {
        var random = new Random(1);
        for (int round = 0; round < 2000; round++)
        {
            (int Distance, int Instance)[] offers = [.. Enumerable.Range(0, 6).Select(_ => (random.Next(5), 1 + random.Next(4)))];
            (int Distance, int Instance)[] byInstance =
                [.. offers.GroupBy(offer => offer.Instance).Select(group => (group.Min(offer => offer.Distance), group.Key)).OrderBy(offer => offer.Item1)];
            (int first, int firstInstance, int second, int secondInstance) = Nearest(offers);
            Assert.Equal(byInstance[0].Distance, first);
            Assert.Contains((first, firstInstance), byInstance);
            if (byInstance.Length == 1)
            {
                Assert.Equal(NearestTwo.Infinity, second);
                continue;
            }

            Assert.Equal(byInstance[1].Distance, second);
            Assert.Contains((second, secondInstance), byInstance);
            Assert.NotEqual(firstInstance, secondInstance);
        }
    }

    static (int First, int FirstInstance, int Second, int SecondInstance) Nearest(params (int Distance, int Instance)[] offers)
    {
        NearestTwo nearest = NearestTwo.None;
        foreach ((int distance, int instance) in offers) nearest.Add(Vector512.Create(distance), Vector512.Create(instance));
        return (nearest.First.ToScalar(), nearest.FirstInstance.ToScalar(), nearest.Second.ToScalar(), nearest.SecondInstance.ToScalar());
    }
}
