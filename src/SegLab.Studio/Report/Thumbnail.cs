using SegLab.Imaging;

namespace SegLab.Studio.Report;

/// <summary>Makes images and masks small enough for a page: every n-th pixel each way, so that all of one image stay aligned.</summary>
static class Thumbnail
{
    const int Longest = 512;

    /// <summary>How many pixels become one, each way.</summary>
    public static int Stride(int width, int height) => (Math.Max(width, height) + Longest - 1) / Longest;

    /// <summary>The image in 8 bits, grey or colour, each pixel the mean of those it stands for.</summary>
    /// <remarks>16-bit samples are stretched from their lowest to their highest, since few images use the whole range.</remarks>
    public static RasterImage Of(RasterImage image)
    {
        int stride = Stride(image.Width, image.Height), width = Reduced(image.Width, stride), height = Reduced(image.Height, stride);
        int channels = image.Channels < 3 ? 1 : 3;
        (int low, int high) = image.Maximum == byte.MaxValue ? (0, byte.MaxValue) : Extremes(image, channels);
        byte[] planes = new byte[channels * height * width];
        for (int i = 0; i < planes.Length; i++)
        {
            int column = i % width, row = i / width % height, channel = i / (width * height);
            double mean = Mean(image, channel, row * stride, column * stride, stride);
            planes[i] = (byte)Math.Round(255 * (mean - low) / Math.Max(1, high - low));
        }
        return new RasterImage(width, height, channels, planes);
    }

    /// <summary>The mask, each label that of the pixel in the middle of those it stands for.</summary>
    public static LabelMap Of(LabelMap mask)
    {
        int stride = Stride(mask.Width, mask.Height), width = Reduced(mask.Width, stride), height = Reduced(mask.Height, stride);
        ushort[] labels = new ushort[height * width];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = (ushort)mask[Middle(i / width, stride, mask.Height), Middle(i % width, stride, mask.Width)];
        return new LabelMap(width, height, labels);
    }

    static int Reduced(int size, int stride) => (size + stride - 1) / stride;

    static int Middle(int index, int stride, int size) => Math.Min(index * stride + stride / 2, size - 1);

    static double Mean(RasterImage image, int channel, int top, int left, int stride)
    {
        int bottom = Math.Min(top + stride, image.Height), right = Math.Min(left + stride, image.Width);
        long sum = 0;
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++) sum += image[channel, row, column];
        }
        return (double)sum / ((bottom - top) * (right - left));
    }

    static (int Low, int High) Extremes(RasterImage image, int channels)
    {
        (int low, int high) = (image.Maximum, 0);
        for (int channel = 0; channel < channels; channel++)
        {
            for (int row = 0; row < image.Height; row++)
            {
                for (int column = 0; column < image.Width; column++)
                    (low, high) = (Math.Min(low, image[channel, row, column]), Math.Max(high, image[channel, row, column]));
            }
        }
        return (low, high);
    }
}
