using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>Evaluates a formula of two boxes.</summary>
sealed unsafe class PairKernel<E, TFormula>(TFormula formula) : BoxKernel<E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
    where TFormula : struct, IBoxFormula
{
    protected override bool TakesBoxes => true;

    protected override void Process(ref BoxRun<E> run, double scale)
    {
        if (run.Gradient == null) ProcessValues(ref run, Format);
        else ProcessGradient(ref run, Format, PackMath.Constant<E>(scale));
    }

    void ProcessValues(ref BoxRun<E> run, BoxFormat format)
    {
        for (int i = 0; i < run.Count; i += Vector512<E>.Count)
        {
            if (!Read(ref run, i, format, out BoxAxis<E> x, out BoxAxis<E> y)) return;
            run.Add(formula.Invoke<Pack<E>, BoxPair<Pack<E>, E, BoxValue<E>>>(new(x, y)).Vector * run.WeightsAt(i), i);
        }
    }

    void ProcessGradient(ref BoxRun<E> run, BoxFormat format, Vector512<E> scale)
    {
        for (int i = 0; i < run.Count; i += Vector512<E>.Count)
        {
            if (!Read(ref run, i, format, out BoxAxis<E> x, out BoxAxis<E> y)) return;
            BoxDual<E> cost = formula.Invoke<BoxDual<E>, BoxPair<BoxDual<E>, E, BoxDual<E>>>(new(x, y));
            Vector512<E> weight = run.WeightsAt(i), factor = scale * weight;
            Corners<E>.WriteSlopes(factor * cost.X1, factor * cost.Y1, factor * cost.X2, factor * cost.Y2, format, run.Gradient + 4 * i);
            run.Add(cost.Value * weight, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool Read(ref BoxRun<E> run, int index, BoxFormat format, out BoxAxis<E> x, out BoxAxis<E> y)
    {
        Corners<E> prediction = Corners<E>.Read(run.Predictions + 4 * index, format), target = Corners<E>.Read(run.Targets + 4 * index, format);
        x = new(prediction.X1, prediction.X2, target.X1, target.X2);
        y = new(prediction.Y1, prediction.Y2, target.Y1, target.Y2);
        if (Corners<E>.AreBoxes(prediction, target)) return true;
        run.Fault = index;
        return false;
    }
}
