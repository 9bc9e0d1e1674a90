using SegLab.Imaging.Evaluation;
using SegLab.Imaging.Masks;

namespace SegLab.Studio.Report;

/// <summary>The masks of an image, small; of a volume the slice with the most errors of the first prediction.</summary>
/// <param name="Truth">The true labels.</param>
/// <param name="Predictions">The predicted ones, one or two.</param>
/// <param name="Slice">Which slice of a volume it is, from 0.</param>
/// <param name="Depth">How many slices there are; 1 for a mask of two axes.</param>
sealed record EvaluatedMasks(LabelSlice Truth, IReadOnlyList<LabelSlice> Predictions, int Slice, int Depth);

/// <summary>Reads the masks of evaluated images again, as the evaluation read them.</summary>
sealed class EvaluatedMaskReader(EvaluationSettings settings, int longest)
{
    readonly int? ignored = settings.Ignored;
    readonly LabelMapReader truthReader = new(new LabelMapOptions { Classes = settings.Classes });
    readonly LabelMapReader[] predictionReaders = [.. Enumerable.Range(0, 2).Select(_ =>
        new LabelMapReader(new LabelMapOptions { Classes = settings.Classes, HoldsClasses = settings.PredictionsHoldClasses }))];

    /// <exception cref="InvalidDataException">A file is damaged, or no longer of the size of the truth.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public EvaluatedMasks Read(MaskPair pair)
    {
        LabelVolume truth = truthReader.Read(pair.Truth);
        string[] files = pair.Against is { } against ? [pair.Prediction, against] : [pair.Prediction];
        LabelVolume[] predictions = [.. files.Select((file, i) => settings.Probabilities ? MostProbableClass.Of(ProbabilityMapFile.Read(file)) : predictionReaders[i].Read(file))];
        foreach ((int i, LabelVolume prediction) in predictions.Index())
            if (prediction.Shape != truth.Shape) throw new InvalidDataException($"{files[i]} is {prediction.Shape}, but {pair.Truth} is {truth.Shape}");
        int slice = truth.Shape.Depth == 1 ? 0 : SliceOfMostErrors(truth, predictions[0]);
        return new EvaluatedMasks(Take(truth, slice), [.. predictions.Select(prediction => Take(prediction, slice))], slice, truth.Shape.Depth);
    }

    /// <summary>Whether a prediction is wrong; of instances, whether only one of the maps has one.</summary>
    public bool IsWrong(int truth, int prediction) =>
        truth != ignored && (settings.Instances ? IsObject(truth) != IsObject(prediction) : truth != prediction);

    bool IsObject(int label) => label != 0 && label != ignored;

    int SliceOfMostErrors(LabelVolume truth, LabelVolume prediction)
    {
        int area = truth.Shape.Height * truth.Shape.Width, worst = 0, most = -1;
        for (int slice = 0; slice < truth.Shape.Depth; slice++)
        {
            int errors = 0;
            for (int i = slice * area; i < (slice + 1) * area; i++)
                if (IsWrong(truth[i], prediction[i])) errors++;
            if (errors > most) (worst, most) = (slice, errors);
        }

        return worst;
    }

    LabelSlice Take(LabelVolume labels, int slice)
    {
        int start = slice * labels.Shape.Height * labels.Shape.Width;
        return LabelSlice.Reduced(labels.Shape.Width, labels.Shape.Height, i => labels[start + i], longest);
    }
}
