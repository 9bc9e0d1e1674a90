namespace SegLab.Training;

/// <summary>A named array of a network: weights to train, or a running statistic to keep.</summary>
public sealed class Parameter
{
    /// <summary>Makes an array of zeros.</summary>
    /// <param name="name">Its name in a weights file, in the manner of PyTorch's <c>state_dict</c>.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="trained">Whether it has a gradient.</param>
    public Parameter(string name, int[] shape, bool trained = true)
    {
        int length = 1;
        foreach (int extent in shape) length = checked(length * extent);
        (Name, Shape, Values) = (name, shape, new float[length]);
        Gradient = trained ? new float[length] : [];
    }

    /// <summary>Its name in a weights file.</summary>
    public string Name { get; }

    /// <summary>Its extents, outermost first.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The values, in row-major order.</summary>
    public float[] Values { get; }

    /// <summary>The gradient of the loss, written by a network's backward pass; empty for what is not trained.</summary>
    public float[] Gradient { get; }
}
