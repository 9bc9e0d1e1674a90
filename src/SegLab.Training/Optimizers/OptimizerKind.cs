using System.Text.Json.Serialization;

namespace SegLab.Training.Optimizers;

/// <summary>The rule by which parameters follow their gradients.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OptimizerKind>))]
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay (Loshchilov, Hutter 2019).</summary>
    AdamW,

    /// <summary>Adam; weight decay, if any, is added to the gradient (Kingma, Ba 2015).</summary>
    Adam,

    /// <summary>Stochastic gradient descent with momentum 0.9.</summary>
    Sgd,
}
