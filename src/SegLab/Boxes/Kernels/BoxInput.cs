using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>What boxes must be, each check with the message that the user reads.</summary>
static unsafe class BoxInput
{
    /// <summary>The greatest sum of the magnitudes of a pair's numbers: the squares of lengths stay finite, and so does all that is made of them.</summary>
    public static double Limit<E>() => typeof(E) == typeof(float) ? 1e18 : 1e150;

    public static void CheckLengths(int predictions, int targets, int gradient, int weights, BoxFormat format)
    {
        CheckFormat(format);
        if (predictions % 4 != 0) throw new ArgumentException($"The predictions are {predictions} numbers; a box has 4.");
        if (targets != predictions)
            throw new ArgumentException($"There are {predictions} numbers of predictions and {targets} of targets; each prediction has one target.");
        if (gradient != 0 && gradient != predictions)
            throw new ArgumentException($"The gradient has room for {gradient} numbers; the predictions are {predictions}.");
        if (weights != 0 && weights != predictions / 4) throw new ArgumentException($"There are {weights} weights for {predictions / 4} boxes.");
    }

    public static void CheckFormat(BoxFormat format)
    {
        if (format is not (BoxFormat.Corners or BoxFormat.LeftTopSize or BoxFormat.CenterSize)) throw new ArgumentException($"There is no box format {format}.");
    }

    /// <exception cref="ArgumentException">The box is none.</exception>
    public static void Check<E>(string role, E* box, int index, BoxFormat format)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        (E x1, E y1, E x2, E y2) = SidesOf(box, format);
        bool isSmall = E.Abs(x1) + E.Abs(y1) + (E.Abs(x2) + E.Abs(y2)) <= E.CreateSaturating(Limit<E>() / 8);
        if ((!isSmall || !(x2 >= x1) || !(y2 >= y1)) && FaultOf(role, box, index, format) is { } fault) throw new ArgumentException(fault);
    }

    public static (E X1, E Y1, E X2, E Y2) SidesOf<E>(E* box, BoxFormat format)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        if (format == BoxFormat.Corners) return (box[0], box[1], box[2], box[3]);
        if (format == BoxFormat.LeftTopSize) return (box[0], box[1], box[0] + box[2], box[1] + box[3]);
        E half = E.CreateSaturating(0.5), width = half * box[2], height = half * box[3];
        return (box[0] - width, box[1] - height, box[0] + width, box[1] + height);
    }

    public static void RequireRoom(int values, int predictions)
    {
        if (values != predictions / 4) throw new ArgumentException($"The values have room for {values} numbers; there are {predictions / 4} boxes.");
    }

    [DoesNotReturn]
    public static void Throw<E>(in BoxArguments<E> arguments, int first, bool areBoxes)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        for (int i = first; i < arguments.Count; i++)
        {
            if (FaultOf("prediction", arguments.Predictions + 4 * i, i, arguments.Format, areBoxes) is { } wrong) throw new ArgumentException(wrong);
            if (FaultOf("target", arguments.Targets + 4 * i, i, arguments.Format, areBoxes) is { } bad) throw new ArgumentException(bad);
        }

        throw new ArgumentException($"The numbers of box {first} and its target are too great to be squared.");
    }

    /// <summary>What is wrong with a box, as a sentence; null when nothing is.</summary>
    public static string? FaultOf<E>(string role, E* box, int index, BoxFormat format, bool isBox = true)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        for (int j = 0; j < 4; j++)
        {
            if (!E.IsFinite(box[j])) return Sentence($"{box[j].ToString(null, CultureInfo.InvariantCulture)} is not finite");
            if (double.CreateSaturating(E.Abs(box[j])) > Limit<E>() / 8) return Sentence($"numbers are at most {Limit<E>() / 8:G3} in magnitude");
        }

        if (!isBox) return null;
        return format == BoxFormat.Corners
            ? box[2] < box[0] ? Sentence("its right side is left of its left side") : box[3] < box[1] ? Sentence("its lower side is above its upper side") : null
            : box[2] < E.Zero ? Sentence("its width is negative") : box[3] < E.Zero ? Sentence("its height is negative") : null;

        string Sentence(string fault) =>
            string.Create(CultureInfo.InvariantCulture, $"The {role} {index} is [{box[0]}, {box[1]}, {box[2]}, {box[3]}] ({NumbersOf(format)}): {fault}.");
    }

    static string NumbersOf(BoxFormat format) => format switch
    {
        BoxFormat.Corners => "left, top, right, bottom",
        BoxFormat.LeftTopSize => "left, top, width, height",
        _ => "center x, center y, width, height",
    };
}
