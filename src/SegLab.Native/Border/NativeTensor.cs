using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace SegLab.Native;

/// <summary>Memory of the caller and how it is to be read: <c>seglab_tensor</c> of the header.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct NativeTensor
{
    /// <summary>A garbage rank must not make its extents be read.</summary>
    const int MaximalRank = 8;

    public void* Data;
    public ElementType Type;
    public int Rank;
    public long* Lengths;
    public long* Strides;

    /// <summary>The elements of a tensor that must be there.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="what">Its elements, as a message calls them.</param>
    /// <param name="orNone">Whether extents may be 0; the result is empty then, and the data may be null.</param>
    /// <exception cref="BorderException">A pointer is null or misaligned, or the type, an extent or a stride does not fit.</exception>
    public static ReadOnlyTensorSpan<T> Read<T>(NativeTensor* tensor, string what, bool orNone = false)
        where T : unmanaged
    {
        if (!CheckAll<T>(tensor, what, orNone)) return default;
        Span<nint> steps = stackalloc nint[tensor->Rank];
        nint extent = tensor->CopyStrides(steps, what);
        return new((T*)tensor->Data, extent, tensor->Extents, steps);
    }

    /// <summary>The elements of a tensor that is to be written.</summary>
    /// <exception cref="BorderException">As for <see cref="Read"/>, or elements overlap.</exception>
    public static TensorSpan<T> Write<T>(NativeTensor* tensor, string what, bool orNone = false)
        where T : unmanaged
    {
        if (!CheckAll<T>(tensor, what, orNone)) return default;
        Span<nint> steps = stackalloc nint[tensor->Rank];
        nint extent = tensor->CopyStrides(steps, what);
        tensor->CheckOverlap(steps, what, repeats: false);
        return new((T*)tensor->Data, extent, tensor->Extents, steps);
    }

    /// <summary>As <see cref="Read"/>; empty for a null pointer.</summary>
    public static ReadOnlyTensorSpan<T> ReadIfGiven<T>(NativeTensor* tensor, string what)
        where T : unmanaged => tensor == null ? default : Read<T>(tensor, what);

    /// <summary>As <see cref="Write"/>; empty for a null pointer.</summary>
    public static TensorSpan<T> WriteIfGiven<T>(NativeTensor* tensor, string what)
        where T : unmanaged => tensor == null ? default : Write<T>(tensor, what);

    /// <summary>The type of the elements of a tensor that must be there.</summary>
    /// <exception cref="BorderException">The pointer is null or misaligned.</exception>
    public static ElementType TypeOf(NativeTensor* tensor, string what)
    {
        Pointers.Check(tensor, sizeof(nint), what);
        return tensor->Type;
    }

    /// <summary>The extents of a tensor that was read.</summary>
    public readonly ReadOnlySpan<nint> Extents => new(Lengths, Rank);

    /// <returns>Whether there are elements.</returns>
    static bool CheckAll<T>(NativeTensor* tensor, string what, bool orNone)
        where T : unmanaged
    {
        ElementType expected = ElementTypes.Of<T>(), given = TypeOf(tensor, what);
        if (given != expected)
            throw new BorderException(Status.BadArgument, $"The {what} have elements of type {ElementTypes.Name(given)}, where {ElementTypes.Name(expected)} is needed.");
        if (tensor->Rank is < 1 or > MaximalRank)
            throw new BorderException(Status.BadArgument, $"The {what} have {tensor->Rank} extents, where 1 to {MaximalRank} are possible.");
        Pointers.Check(tensor->Lengths, sizeof(long), $"lengths of the {what}");
        if (tensor->Strides != null) Pointers.Check(tensor->Strides, sizeof(long), $"strides of the {what}");
        int least = orNone ? 0 : 1;
        Int128 bytes = sizeof(T);
        foreach (nint length in tensor->Extents)
        {
            if (length < least) throw new BorderException(Status.BadArgument, $"The {what} have the shape {Text(tensor->Extents)}: extents are at least {least}.");
            bytes *= length;
            if (bytes > nint.MaxValue) throw new BorderException(Status.BadArgument, $"The {what} have the shape {Text(tensor->Extents)}: that is more than memory has.");
        }

        if (bytes == 0) return false;
        Pointers.Check(tensor->Data, sizeof(T), $"data of the {what}");
        return true;
    }

    /// <summary>Copies the strides, 0 where an axis has one element, and returns how far the elements reach.</summary>
    readonly nint CopyStrides(Span<nint> steps, string what)
    {
        Int128 extent = 1;
        nint dense = 1;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            nint stride = Strides == null ? dense : (nint)Strides[axis];
            if (stride < 0) throw new BorderException(Status.BadArgument, $"The {what} have a stride of {stride}: strides are at least 0.");
            steps[axis] = Extents[axis] == 1 ? 0 : stride;
            extent += (Int128)(Extents[axis] - 1) * steps[axis];
            dense *= Extents[axis];
        }

        if (extent > nint.MaxValue / sizeof(double)) throw new BorderException(Status.BadArgument, $"The {what} reach further than memory does: strides {Text(steps)}.");
        CheckOverlap(steps, what, repeats: true);
        return (nint)extent;
    }

    /// <summary>Finds elements that share memory; a stride of 0, which repeats elements, may be allowed.</summary>
    readonly void CheckOverlap(ReadOnlySpan<nint> steps, string what, bool repeats)
    {
        Span<int> order = stackalloc int[Rank];
        for (int i = 0; i < Rank; i++)
        {
            int place = i;
            for (; place > 0 && steps[order[place - 1]] > steps[i]; place--) order[place] = order[place - 1];
            order[place] = i;
        }

        nint reach = 0;
        foreach (int axis in order)
        {
            if (Extents[axis] == 1 || (repeats && steps[axis] == 0)) continue;
            if (steps[axis] <= reach)
                throw new BorderException(Status.BadArgument, $"The {what} of shape {Text(Extents)} and strides {Text(steps)} have elements that overlap.");
            reach += (Extents[axis] - 1) * steps[axis];
        }
    }

    /// <summary>A shape or strides as a message shows them.</summary>
    public static string Text(ReadOnlySpan<nint> numbers) => $"[{string.Join(", ", numbers.ToArray())}]";
}
