namespace SegLab.Boxes;

/// <summary>Puts boxes in the order of falling scores; of equal ones the first comes first.</summary>
sealed class ScoreOrder
{
    ulong[] keys = [];

    /// <summary>Sorts by class, if there are any, and within a class by score.</summary>
    /// <exception cref="ArgumentException">A score is not finite.</exception>
    public void Sort(ReadOnlySpan<float> scores, Span<int> order)
    {
        if (keys.Length < scores.Length) keys = new ulong[scores.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            if (!float.IsFinite(scores[i])) throw new ArgumentException($"The score of box {i} is {scores[i]}; scores are finite.");

            // The bits of floats, with those of negative ones turned round, are in the order of the numbers; adding 0 makes -0 the same as 0.
            uint bits = BitConverter.SingleToUInt32Bits(scores[i] + 0f);
            uint rising = (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
            keys[i] = (ulong)~rising << 32 | (uint)i;
        }

        Sort(scores.Length, order);
    }

    /// <summary>Sorts positions by class; within one they keep their order.</summary>
    public void SortByClass(ReadOnlySpan<int> classes, ReadOnlySpan<int> order, Span<int> positions)
    {
        for (int rank = 0; rank < order.Length; rank++) keys[rank] = (ulong)((uint)classes[order[rank]] ^ 0x80000000) << 32 | (uint)rank;
        Sort(order.Length, positions);
    }

    void Sort(int count, Span<int> order)
    {
        Array.Sort(keys, 0, count);
        for (int i = 0; i < count; i++) order[i] = (int)(uint)keys[i];
    }
}
