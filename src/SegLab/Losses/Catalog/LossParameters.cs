using System.Globalization;
using static SegLab.Losses.OptionText;

namespace SegLab.Losses;

/// <summary>The kinds of options that segmentation losses have.</summary>
abstract class LossParameters : ParameterKinds<ElementaryLoss>
{
    /// <summary>A matrix of class distances, given as such or by a file that it is made from.</summary>
    public static CatalogParameter<ElementaryLoss> Distances<TLoss>(
        string name, string description, Func<TLoss, ClassDistances?> get, Func<TLoss, ClassDistances?, TLoss> set)
        where TLoss : ElementaryLoss, new() =>
        Make<TLoss>(name, ParameterValues.InWords("[[0, a, ...], ...], matrix@FILE, hierarchy@FILE, cosine@FILE, euclidean@FILE, or none"), description,
            loss => get(loss)?.ToString() ?? None,
            (loss, text) => set(loss, text == None ? null : ParseDistances(text)));

    /// <summary>The options of every loss.</summary>
    public static CatalogParameter<ElementaryLoss>[] Elementary<TLoss>()
        where TLoss : ElementaryLoss, new() =>
    [
        .. new TLoss().Activations.Count < 2 ? [] : (CatalogParameter<ElementaryLoss>[])
        [
            Make<TLoss>("activation", ParameterValues.OneOf([.. new TLoss().Activations.Select(Text)]), "what turns logits into probabilities",
                loss => Text(loss.Activation), (loss, text) => loss with { Activation = ParseChoice(text, loss.Activations) }),
        ],
        Make<TLoss>("ignore_index", ParameterValues.InWords("an integer, or none"), "the label of pixels that do not count",
            loss => loss.IgnoreIndex is { } index ? index.ToString(CultureInfo.InvariantCulture) : None,
            (loss, text) => loss with { IgnoreIndex = text == None ? null : ParseInteger(text) }),
        Make<TLoss>("class_weights", ParameterValues.InWords("[a, b, ...], or none"), "a weight for each class",
            loss => loss.ClassWeights?.ToString() ?? None,
            (loss, text) => loss with { ClassWeights = text == None ? null : new ClassWeights([.. Items(text).Select(item => (float)ParseNumber(item))]) }),
        Choice<TLoss, Reduction>("reduction", "what is made of the values of pixels or classes",
            loss => loss.Reduction, (loss, value) => loss with { Reduction = value }),
    ];

    /// <summary>The options of every pixel-wise loss.</summary>
    public static CatalogParameter<ElementaryLoss>[] Pixel<TLoss>(string usualDenominator)
        where TLoss : PixelLoss, new() =>
    [
        OptionalChoice<TLoss, MeanDenominator>("mean_over", "what the mean divides by",
            loss => loss.MeanOver, (loss, value) => loss with { MeanOver = value }, usualDenominator),
        .. Elementary<TLoss>(),
    ];

    /// <summary>The options of every loss that looks at classes.</summary>
    public static CatalogParameter<ElementaryLoss>[] PerClass<TLoss>(bool aggregates = true)
        where TLoss : PerClassLoss, new() =>
    [
        .. !aggregates ? [] : (CatalogParameter<ElementaryLoss>[])
        [
            Choice<TLoss, Aggregate>("aggregate", "sums over each image or over the batch",
                loss => loss.Aggregate, (loss, value) => loss with { Aggregate = value }),
        ],
        Flag<TLoss>("background", "whether channel 0 takes part",
            loss => loss.IncludeBackground, (loss, value) => loss with { IncludeBackground = value }),
        Make<TLoss>("classes", ParameterValues.InWords("[a, b, ...], or none"), "the classes that take part; none for all",
            loss => loss.Classes?.ToString() ?? None,
            (loss, text) => loss with { Classes = text == None ? null : new ClassSelection([.. Items(text).Select(ParseInteger)]) }),
        .. Elementary<TLoss>(),
    ];

    /// <summary>The options of every region loss.</summary>
    public static CatalogParameter<ElementaryLoss>[] Region<TLoss>()
        where TLoss : RegionLoss, new() =>
    [
        Choice<TLoss, AbsentClass>("absent_class", "what becomes of a class that the target does not have",
            loss => loss.AbsentClass, (loss, value) => loss with { AbsentClass = value }),
        Flag<TLoss>("normalize_class_weights", "whether the mean divides by the sum of the class weights",
            loss => loss.NormalizeClassWeights, (loss, value) => loss with { NormalizeClassWeights = value }),
        .. PerClass<TLoss>(),
    ];

    /// <summary>The options of every region loss that is a ratio of sums.</summary>
    public static CatalogParameter<ElementaryLoss>[] Overlap<TLoss>()
        where TLoss : OverlapLoss, new() =>
    [
        Number<TLoss>("smooth", NumberRange.AtLeast(0), "s, added to numerator and denominator",
            loss => loss.Smooth, (loss, value) => loss with { Smooth = value }),
        OptionalNumber<TLoss>("smooth_denominator", NumberRange.AtLeast(0), "s of the denominator, where it differs",
            loss => loss.SmoothDenominator, (loss, value) => loss with { SmoothDenominator = value }),
        Number<TLoss>("denominator_floor", NumberRange.AtLeast(0), "the least the denominator is taken for",
            loss => loss.DenominatorFloor, (loss, value) => loss with { DenominatorFloor = value }),
        Choice<TLoss, OverlapMeasure>("overlap", "what a pixel adds to the sums",
            loss => loss.Overlap, (loss, value) => loss with { Overlap = value }),
        .. Region<TLoss>(),
    ];

    /// <summary>The options of the generalized Dice losses.</summary>
    public static CatalogParameter<ElementaryLoss>[] GeneralizedOverlap<TLoss>()
        where TLoss : GeneralizedOverlapLoss, new() =>
    [
        Choice<TLoss, VolumeWeighting>("weighting", "what a class weighs: 1 / Y^2, 1 / Y or 1",
            loss => loss.Weighting, (loss, value) => loss with { Weighting = value }),
        Number<TLoss>("volume_epsilon", NumberRange.AtLeast(0), "added to Y before the weights are taken",
            loss => loss.VolumeEpsilon, (loss, value) => loss with { VolumeEpsilon = value }),
        Number<TLoss>("smooth", NumberRange.AtLeast(0), "s, added to numerator and denominator",
            loss => loss.Smooth, (loss, value) => loss with { Smooth = value }),
        OptionalNumber<TLoss>("smooth_denominator", NumberRange.AtLeast(0), "s of the denominator, where it differs",
            loss => loss.SmoothDenominator, (loss, value) => loss with { SmoothDenominator = value }),
        .. PerClass<TLoss>().Where(parameter => parameter.Name != "class_weights"),
    ];

    /// <summary>The spacing of losses that take distances.</summary>
    public static CatalogParameter<ElementaryLoss> Spacing<TLoss>(Func<TLoss, VoxelSpacing?> get, Func<TLoss, VoxelSpacing?, TLoss> set)
        where TLoss : ElementaryLoss, new() =>
        Make<TLoss>("spacing", ParameterValues.InWords("[a, b, ...], or none"), "distance between neighbouring pixels along each spatial axis; none for 1",
            loss => get(loss)?.ToString() ?? None,
            (loss, text) => set(loss, text == None ? null : new VoxelSpacing([.. Items(text).Select(ParseNumber)])));

    static ClassDistances ParseDistances(string text)
    {
        try
        {
            return text.Split('@', 2) switch
            {
                ["matrix", var path] => ClassDistanceFile.ReadMatrix(path),
                ["hierarchy", var path] => ClassDistanceFile.ReadHierarchy(path),
                ["cosine", var path] => ClassDistanceFile.ReadEmbeddings(path, EmbeddingMetric.Cosine),
                ["euclidean", var path] => ClassDistanceFile.ReadEmbeddings(path, EmbeddingMetric.Euclidean),
                _ => ClassDistances.Parse(text),
            };
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException(failure.Message, failure);
        }
    }
}
