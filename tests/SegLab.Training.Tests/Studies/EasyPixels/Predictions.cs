using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Tests.Studies.EasyPixels;

/// <summary>Logits of two classes that give the true class of each pixel a probability.</summary>
static class Predictions
{
    public static LabelledLogits Of(params double[] probabilities)
    {
        var map = new FeatureMap(1, 2, 1, probabilities.Length);
        int[] labels = [.. probabilities.Select((_, i) => i % 2)];
        for (int i = 0; i < labels.Length; i++)
            map.Plane(0, labels[i])[i] = (float)Math.Log(probabilities[i] / (1 - probabilities[i]));
        return new LabelledLogits(map, labels);
    }
}
