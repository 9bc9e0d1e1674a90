using System.Text.Json;
using SegLab.Losses;

namespace SegLab.Tests.Golden;

/// <summary>Losses of sorted errors.</summary>
sealed partial class GoldenLosses
{
    // A list of classes, absent ones included, is read where every loss reads it.
    LovaszSoftmaxLoss LovaszSoftmax() => new()
    {
        Counted = golden.Params["classes"] switch
        {
            { ValueKind: JsonValueKind.Array } => CountedClasses.All,
            var words when words.GetString() is "present" => CountedClasses.Present,
            var words when words.GetString() is "all" => CountedClasses.All,
            var other => throw Unknown("classes", other),
        },
    };

    LovaszHingeLoss LovaszHinge()
    {
        Always("hinge", "relu");
        LovaszHingeLoss loss = new() { Aggregate = Aggregate(), IncludeBackground = golden.IncludeBackground, Reduction = Reduction() };
        return golden.Activation == "none" ? loss : throw Unknown("activation", golden.Activation);
    }

    TopKCrossEntropyLoss TopKCrossEntropy()
    {
        Always("kept_count", "floor(count * percentage / 100), at least 1");
        return new()
        {
            Percentage = Required("percentage"),
            CountIgnored = Text("count_base") switch
            {
                "all pixels, ignored ones have loss 0" => true,
                "valid pixels" => false,
                var other => throw Unknown("count_base", other),
            },
            Aggregate = Aggregate(),
        };
    }
}
