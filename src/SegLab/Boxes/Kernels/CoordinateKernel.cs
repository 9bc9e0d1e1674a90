using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>Evaluates a formula of the difference of each of a box's four numbers, whatever they are, and adds the four.</summary>
/// <remarks>The numbers stay in the order in which they are read: four vectors hold the numbers of as many boxes as one vector has elements.</remarks>
sealed unsafe class CoordinateKernel<E, TFormula>(TFormula formula) : BoxKernel<E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
    where TFormula : struct, ICoordinateFormula
{
    protected override bool TakesBoxes => false;

    protected override void Process(ref BoxRun<E> run, double scale)
    {
        Vector512<E> all = PackMath.Constant<E>(scale), limit = PackMath.Constant<E>(BoxInput.Limit<E>() / 8);
        Vector512<E>* costs = stackalloc Vector512<E>[4], weights = stackalloc Vector512<E>[4];
        for (int j = 0; j < 4; j++) weights[j] = Vector512<E>.One;
        int step = Vector512<E>.Count;
        for (int i = 0; i < run.Count; i += step)
        {
            if (run.Weights != null)
            {
                Vector512<E> weight = run.WeightsAt(i);
                Records.Store(weight, weight, weight, weight, (E*)weights);
            }

            E* predictions = run.Predictions + 4 * i, targets = run.Targets + 4 * i;
            for (int j = 0; j < 4; j++)
            {
                Vector512<E> prediction = Vector512.Load(predictions + j * step), target = Vector512.Load(targets + j * step);
                if (!Vector512.LessThanOrEqualAll(Vector512.Abs(prediction), limit) || !Vector512.LessThanOrEqualAll(Vector512.Abs(target), limit))
                {
                    run.Fault = i;
                    return;
                }

                if (run.Gradient == null)
                {
                    costs[j] = Value(prediction - target) * weights[j];
                }
                else
                {
                    Dual<Pack<E>> cost = Dual(prediction - target);
                    costs[j] = cost.Value.Vector * weights[j];
                    (all * weights[j] * cost.Slope.Vector).Store(run.Gradient + 4 * i + j * step);
                }
            }

            if (run.Values == null)
            {
                run.Sum += PackMath.Sum(costs[0] + costs[1] + (costs[2] + costs[3]));
            }
            else
            {
                (Vector512<E> first, Vector512<E> second, Vector512<E> third, Vector512<E> fourth) = Records.Columns((E*)costs);
                run.Add(first + second + (third + fourth), i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<E> Value(Vector512<E> difference) => formula.Invoke(new Pack<E>(difference)).Vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Dual<Pack<E>> Dual(Vector512<E> difference) => formula.Invoke(Dual<Pack<E>>.Variable(new(difference)));
}
