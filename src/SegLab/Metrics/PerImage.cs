namespace SegLab.Metrics;

/// <summary>A value of each image, kept by the image's number.</summary>
/// <remarks>
/// Values come out in the order of the numbers, however they came in: means over them are the same, bit for bit, for any order of images
/// and any sharing out to threads or machines.
/// </remarks>
/// <typeparam name="T">What is kept of an image: a score, or its counts.</typeparam>
public sealed class PerImage<T>
{
    readonly SortedDictionary<int, T> values = [];

    /// <summary>The values by the number of their image, in that order: the state, to be saved and added again.</summary>
    public IReadOnlyDictionary<int, T> Entries => values;

    /// <summary>How many images there are.</summary>
    public int Count => values.Count;

    /// <summary>The value of an image.</summary>
    /// <exception cref="KeyNotFoundException">There is no such image.</exception>
    public T this[int image] => values[image];

    /// <summary>The images' values in the order of their numbers.</summary>
    public IReadOnlyCollection<T> Values => values.Values;

    /// <summary>Adds an image.</summary>
    /// <exception cref="ArgumentException">The image is there already.</exception>
    public void Add(int image, T value)
    {
        if (!values.TryAdd(image, value)) throw new ArgumentException($"Image {image} was added already.", nameof(image));
    }

    /// <summary>Adds all images of another.</summary>
    /// <exception cref="ArgumentException">An image is in both.</exception>
    public void Merge(PerImage<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach ((int image, T value) in other.values) Add(image, value);
    }

    /// <summary>A number of each image, in the order of the images' numbers.</summary>
    public double[] Select(Func<T, double> score) => [.. values.Values.Select(score)];
}
