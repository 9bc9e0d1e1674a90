using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.EasyPixels;

/// <summary>Where the gradients of the losses go, for every network that was trained: by the loss it was trained with, by seed, epoch, and the loss that is looked at.</summary>
/// <param name="Names">The losses; the first is cross-entropy.</param>
/// <param name="Networks">[trained with][seed][epoch][loss].</param>
sealed record StudiedGradients(IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<IReadOnlyList<IReadOnlyList<GradientByDifficulty>>>> Networks)
{
    /// <summary>Epochs of each training.</summary>
    public int Epochs => Networks[0][0].Count;

    /// <summary>The last epoch, from 0.</summary>
    public int Last => Epochs - 1;

    /// <summary>A figure of a loss in the networks that it has trained itself.</summary>
    public IEnumerable<double> Own(int loss, int epoch, Func<GradientByDifficulty, double> figure) => Networks[loss].Select(seed => figure(seed[epoch][loss]));

    /// <summary>A figure of a loss in the networks that cross-entropy has trained, so that all losses see the same predictions.</summary>
    public IEnumerable<double> Same(int loss, int epoch, Func<GradientByDifficulty, double> figure) => Networks[0].Select(seed => figure(seed[epoch][loss]));

    /// <summary>What of cross-entropy's gradient on easy pixels a loss leaves, for the same predictions.</summary>
    public SeedMean EasyGradientLeft(int loss) =>
        SeedMean.Of(Networks[0].Select(seed => seed[Last][loss].EasyGradient / seed[Last][0].EasyGradient));
}
