using SegLab.Imaging;
using SegLab.Training.Data;

namespace SegLab.Training.Tests.Data;

public sealed class BatchSamplerTests
{
    const int Size = 9;
    const int Crop = 5;

    /// <summary>An image that tells where each pixel comes from: channel 0 is the image, 1 the row, 2 the column; the label is row x 9 + column.</summary>
    static SegmentationSample Telltale(int number)
    {
        var planes = new byte[3 * Size * Size];
        var labels = new ushort[Size * Size];
        for (int i = 0; i < labels.Length; i++)
        {
            planes[i] = (byte)number;
            planes[labels.Length + i] = (byte)(i / Size);
            planes[2 * labels.Length + i] = (byte)(i % Size);
            labels[i] = (ushort)i;
        }

        return new SegmentationSample($"image{number}", new RasterImage(Size, Size, 3, planes), new LabelMap(Size, Size, labels));
    }

    static BatchSampler Sampler(int images, int batch, bool horizontal = true, bool vertical = true, int seed = 0) => new(
        [.. Enumerable.Range(0, images).Select(Telltale)],
        new Normalization([0, 0, 0], [1, 1, 1]),
        new TrainingSettings { Batch = batch, CropHeight = Crop, CropWidth = Crop, FlipHorizontally = horizontal, FlipVertically = vertical, Seed = seed });

    static int Byte(float value) => (int)Math.Round(value * 255);

    static int Image(BatchSampler sampler, int place) => Byte(sampler.Images.Plane(place, 0)[0]);

    static (int Row, int Column) Source(BatchSampler sampler, int place, int row, int column)
    {
        int i = row * Crop + column;
        return (Byte(sampler.Images.Plane(place, 1)[i]), Byte(sampler.Images.Plane(place, 2)[i]));
    }

    [Fact]
    public void An_epoch_has_every_image_once_in_an_order_that_changes()
    {
        BatchSampler sampler = Sampler(images: 12, batch: 3);
        var orders = new List<int[]>();
        for (int epoch = 0; epoch < 3; epoch++)
        {
            var order = new List<int>();
            for (int step = 0; step < sampler.Steps; step++)
            {
                sampler.Draw(epoch, step);
                for (int place = 0; place < 3; place++) order.Add(Image(sampler, place));
            }

            Assert.Equal(Enumerable.Range(0, 12), order.Order());
            orders.Add([.. order]);
        }

        Assert.NotEqual(orders[0], orders[1]);
        Assert.NotEqual(orders[1], orders[2]);
    }

    [Fact]
    public void Images_beyond_the_last_whole_batch_wait_for_another_epoch()
    {
        BatchSampler sampler = Sampler(images: 7, batch: 3);
        Assert.Equal(2, sampler.Steps);
        var seen = new HashSet<int>();
        for (int epoch = 0; epoch < 20; epoch++)
        {
            for (int step = 0; step < 2; step++)
            {
                sampler.Draw(epoch, step);
                for (int place = 0; place < 3; place++) seen.Add(Image(sampler, place));
            }
        }

        Assert.Equal(7, seen.Count);
    }

    [Fact]
    public void Crops_are_windows_of_the_image_mirrored_together_with_their_labels()
    {
        BatchSampler sampler = Sampler(images: 4, batch: 4);
        var kinds = new HashSet<(bool Mirrored, bool Upended)>();
        var corners = new HashSet<(int, int)>();
        for (int epoch = 0; epoch < 60; epoch++)
        {
            sampler.Draw(epoch, 0);
            for (int place = 0; place < 4; place++)
            {
                var first = Source(sampler, place, 0, 0);
                var last = Source(sampler, place, Crop - 1, Crop - 1);
                int down = Math.Sign(last.Row - first.Row), right = Math.Sign(last.Column - first.Column);
                kinds.Add((right < 0, down < 0));
                corners.Add((Math.Min(first.Row, last.Row), Math.Min(first.Column, last.Column)));
                for (int row = 0; row < Crop; row++)
                {
                    for (int column = 0; column < Crop; column++)
                    {
                        var source = Source(sampler, place, row, column);
                        Assert.Equal((first.Row + down * row, first.Column + right * column), source);
                        Assert.Equal(source.Row * Size + source.Column, sampler.Labels[(place * Crop + row) * Crop + column]);
                    }
                }
            }
        }

        Assert.Equal(4, kinds.Count);
        Assert.Equal((Size - Crop + 1) * (Size - Crop + 1), corners.Count);
    }

    [Fact]
    public void Without_flips_no_crop_is_mirrored()
    {
        BatchSampler sampler = Sampler(images: 4, batch: 4, horizontal: false, vertical: false);
        for (int epoch = 0; epoch < 10; epoch++)
        {
            sampler.Draw(epoch, 0);
            var first = Source(sampler, 0, 0, 0);
            Assert.Equal((first.Row + 1, first.Column + 1), Source(sampler, 0, 1, 1));
        }
    }

    [Fact]
    public void What_a_step_draws_does_not_depend_on_the_steps_before_it()
    {
        BatchSampler straight = Sampler(images: 8, batch: 2), direct = Sampler(images: 8, batch: 2);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            for (int step = 0; step < 4; step++) straight.Draw(epoch, step);
        }

        direct.Draw(2, 3);
        Assert.Equal(straight.Images.Values.ToArray(), direct.Images.Values.ToArray());
        Assert.Equal(straight.Labels, direct.Labels);
    }

    [Fact]
    public void Seeds_draw_differently()
    {
        BatchSampler one = Sampler(images: 8, batch: 8, seed: 1), two = Sampler(images: 8, batch: 8, seed: 2);
        one.Draw(0, 0);
        two.Draw(0, 0);
        Assert.NotEqual(one.Labels, two.Labels);
    }

    [Fact]
    public void An_image_smaller_than_the_crop_is_named_at_the_start()
    {
        var settings = new TrainingSettings { Batch = 1, CropHeight = 10, CropWidth = 5 };
        var failure = Assert.Throws<ArgumentException>(() => new BatchSampler([Telltale(3)], new Normalization([0, 0, 0], [1, 1, 1]), settings));
        Assert.Equal("Training image 'image3' is 9 x 9 (height x width), smaller than the crop of 10 x 5. Use a smaller crop.", failure.Message);
    }

    [Fact]
    public void A_batch_larger_than_the_training_set_is_refused()
    {
        var failure = Assert.Throws<ArgumentException>(() => Sampler(images: 3, batch: 4));
        Assert.Equal("A batch of 4 needs at least as many training images, and there are 3. Use a smaller batch.", failure.Message);
    }

    [Fact]
    public void Weights_say_how_often_an_image_is_drawn_in_an_epoch_of_the_same_length()
    {
        BatchSampler sampler = Sampler(images: 12, batch: 3);
        sampler.ImageWeights = [6, 0, 3, 1.5, 1.5, .. Enumerable.Repeat(0.0, 7)];
        int[] draws = new int[12];
        for (int step = 0; step < sampler.Steps; step++)
        {
            sampler.Draw(epoch: 1, step);
            for (int place = 0; place < 3; place++) draws[Image(sampler, place)]++;
        }

        // Twelve draws over weights that sum to twelve: each image has its weight, rounded up or down.
        Assert.Equal((6, 0, 3, 12), (draws[0], draws[1], draws[2], draws.Sum()));
        Assert.InRange(draws[3], 1, 2);
        Assert.Equal(3, draws[3] + draws[4]);
    }

    [Fact]
    public void Equal_weights_draw_every_image_once()
    {
        BatchSampler sampler = Sampler(images: 12, batch: 3);
        sampler.ImageWeights = [.. Enumerable.Repeat(0.3, 12)];
        var drawn = new List<int>();
        for (int step = 0; step < sampler.Steps; step++)
        {
            sampler.Draw(epoch: 2, step);
            for (int place = 0; place < 3; place++) drawn.Add(Image(sampler, place));
        }

        Assert.Equal(Enumerable.Range(0, 12), drawn.Order());
    }
}
