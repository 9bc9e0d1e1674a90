using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>Evaluates a formula of the difference of each of a box's four numbers, whatever they are, and adds the four.</summary>
sealed unsafe class CoordinateKernel<E, TFormula>(TFormula formula) : BoxKernel<E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
    where TFormula : struct, ICoordinateFormula
{
    protected override bool TakesBoxes => false;

    protected override void Process(ref BoxRun<E> run, double scale)
    {
        Vector512<E> all = PackMath.Constant<E>(scale);
        Vector512<E>* columns = stackalloc Vector512<E>[4];
        for (int i = 0; i < run.Count; i += Vector512<E>.Count)
        {
            // They need not be boxes, and so are read as if they were.
            Corners<E> prediction = Corners<E>.Read(run.Predictions + 4 * i, BoxFormat.Corners), target = Corners<E>.Read(run.Targets + 4 * i, BoxFormat.Corners);
            if (!Corners<E>.AreFinite(prediction, target))
            {
                run.Fault = i;
                return;
            }

            (columns[0], columns[1]) = (prediction.X1 - target.X1, prediction.Y1 - target.Y1);
            (columns[2], columns[3]) = (prediction.X2 - target.X2, prediction.Y2 - target.Y2);
            Vector512<E> weight = run.WeightsAt(i), factor = all * weight;
            if (run.Gradient == null)
            {
                run.Add(Values(columns) * weight, i);
            }
            else
            {
                run.Add(ValuesAndSlopes(columns) * weight, i);
                Records.Store(factor * columns[0], factor * columns[1], factor * columns[2], factor * columns[3], run.Gradient + 4 * i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<E> Values(Vector512<E>* differences)
    {
        Vector512<E> value = Vector512<E>.Zero;
        for (int j = 0; j < 4; j++) value += formula.Invoke(new Pack<E>(differences[j])).Vector;
        return value;
    }

    /// <summary>Puts the slopes in the place of the differences.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<E> ValuesAndSlopes(Vector512<E>* differences)
    {
        Vector512<E> value = Vector512<E>.Zero;
        for (int j = 0; j < 4; j++)
        {
            Dual<Pack<E>> cost = formula.Invoke(Dual<Pack<E>>.Variable(new(differences[j])));
            value += cost.Value.Vector;
            differences[j] = cost.Slope.Vector;
        }

        return value;
    }
}
