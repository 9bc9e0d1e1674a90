using SegLab.Training.Kernels;

namespace SegLab.Training.Networks;

/// <summary>The activations of a U-Net for one shape of images, and the passes over them.</summary>
sealed class UNetPass(UNetLayers layers, int batch, int height, int width, bool training)
{
    readonly FeatureMap images = new(batch, layers.InputChannels, height, width);
    readonly UNetLevel top = new(layers, 0, batch, height, width, training);

    public FeatureMap Logits { get; } = new(batch, layers.Classes, height, width);

    public bool Fits(FeatureMap candidate, bool forTraining) =>
        (candidate.Batch, candidate.Height, candidate.Width, forTraining) == (images.Batch, images.Height, images.Width, training);

    public FeatureMap Forward(FeatureMap from, Workspace workspace)
    {
        // The backward pass reads the images again, and by then the caller may have filled the tensor anew.
        from.Values.CopyTo(images.Values);
        layers.First.Forward(images, top.First, training, workspace);
        top.Forward([], training, workspace);
        layers.Head.Forward(top.Result, Logits, workspace);
        return Logits;
    }

    public void Backward(FeatureMap logitsGradient, Workspace workspace)
    {
        layers.Head.Backward(top.Result, logitsGradient, workspace);
        top.Backward([], workspace);
        layers.First.Backward(images, top.First, workspace);
    }
}
