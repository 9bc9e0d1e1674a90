using SegLab.Losses;

namespace SegLab.Tests.Golden;

/// <summary>Pixel-wise losses.</summary>
sealed partial class GoldenLosses
{
    BinaryCrossEntropyLoss BinaryCrossEntropy()
    {
        var loss = new BinaryCrossEntropyLoss { MeanOver = MeanOver() };
        bool balanced = Flag("balanced");
        double? positiveWeight = Number("positive_weight");
        return balanced ? loss with { Balance = Aggregate() } : loss with { PositiveWeight = positiveWeight ?? 1 };
    }

    KullbackLeiblerLoss KullbackLeibler()
    {
        Always("direction", "target relative to prediction");
        return new() { MeanOver = MeanOver() };
    }

    FocalLoss FocalSoftmax()
    {
        // alpha stands in the class weights too, as [1 - alpha, alpha, ...].
        if (Number("alpha") is { } alpha && (golden.ClassWeights is not { } weights || Math.Abs(weights[1] - alpha) > 1e-6)) throw Unknown("alpha", alpha);
        return Focal();
    }

    FocalLoss FocalSigmoid()
    {
        // With several channels a label map is always read as one class against the rest.
        bool oneVersusRest = Flag("one_versus_rest");
        if (oneVersusRest && golden.Target.Kind != "class_index") throw Unknown("one_versus_rest", golden.Target.Kind);
        FocalLoss loss = Focal() with { Alpha = Number("alpha") };

        // With class weights the data's mean over elements is that of the channels' means, divided by the sum of the weights.
        return golden.ClassWeights is null ? loss : loss with { MeanOver = MeanDenominator.ClassWeights };
    }

    FocalLoss Focal() => new()
    {
        Gamma = Required("gamma"),
        Normalized = Flag("normalized_by_modulating_sum"),
        ReducedThreshold = Number("reduced_threshold"),
        MeanOver = MeanOver(),
    };

    Poly1Loss Poly1() => new()
    {
        Epsilon = Required("epsilon"),
        Gamma = (Text("base"), Number("gamma")) switch
        {
            ("cross entropy", null) => 0,
            ("focal", { } gamma) => gamma,
            var (other, _) => throw Unknown("base", other),
        },
        MeanOver = MeanOver(),
    };

    SymmetricCrossEntropyLoss SymmetricCrossEntropy() => new()
    {
        CrossEntropyWeight = Required("cross_entropy_weight"),
        ReverseWeight = Required("reverse_weight"),
        LogOfZero = Required("log_of_zero"),
        MeanOver = MeanOver(),
    };

    ConservativeLoss Conservative() => new()
    {
        Weight = Required("weight"),
        LogarithmBase = Required("logarithm_base"),
        MeanOver = MeanOver(),
    };

    MeanDenominator? MeanOver(string parameter = "mean_denominator") => Text(parameter) switch
    {
        null => null,
        "sum of target class weights over valid pixels" or "sum of target class weights" => MeanDenominator.ClassWeights,
        "sum of pixel weights" or "sum of weights" => MeanDenominator.PixelWeights,
        "pixels" or "valid pixels" => MeanDenominator.Pixels,
        "valid elements" or "valid pixels times channels" or "elements (channels and pixels)" => MeanDenominator.Elements,
        var other => throw Unknown(parameter, other),
    };
}
