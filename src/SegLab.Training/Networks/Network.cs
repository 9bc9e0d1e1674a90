namespace SegLab.Training.Networks;

/// <summary>A network that maps images to logits of the same height and width.</summary>
public abstract class Network
{
    /// <summary>Channels an image must have.</summary>
    public abstract int InputChannels { get; }

    /// <summary>Channels of the logits.</summary>
    public abstract int Classes { get; }

    /// <summary>What training changes, in a fixed order.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What training keeps beside the parameters (running means and variances), in a fixed order.</summary>
    public abstract IReadOnlyList<Parameter> Buffers { get; }

    /// <summary>How many threads the passes use; the result does not depend on it.</summary>
    public int Threads { get; set; } = Environment.ProcessorCount;

    /// <summary>Computes the logits. The returned tensor is the network's own and lives until the next call.</summary>
    /// <param name="images"><c>[N, <see cref="InputChannels"/>, H, W]</c>.</param>
    /// <param name="training">Whether batch statistics are used and updated, and what <see cref="Backward"/> needs is kept.</param>
    public abstract FeatureMap Forward(FeatureMap images, bool training);

    /// <summary>Overwrites each parameter's <see cref="Parameter.Gradient"/> with d loss / d parameter, after a training <see cref="Forward"/>.</summary>
    /// <param name="logitsGradient">d loss / d logits, in the shape of the logits.</param>
    public abstract void Backward(FeatureMap logitsGradient);
}
