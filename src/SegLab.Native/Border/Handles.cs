using System.Collections.Concurrent;

namespace SegLab.Native;

/// <summary>The objects that callers hold. A handle is a number that was never given before, so that a stale or random one is found out.</summary>
static class Handles
{
    // Odd, so that no two counts have the same product; large, so that neither a small number nor an address is likely to be one.
    const ulong Spread = 0x9E3779B97F4A7C15;

    static readonly ConcurrentDictionary<nint, object> live = new();
    static long count;

    /// <summary>How many handles are live.</summary>
    public static int Count => live.Count;

    public static nint Add(object target)
    {
        nint handle = unchecked((nint)((ulong)Interlocked.Increment(ref count) * Spread));
        live[handle] = target;
        return handle;
    }

    /// <exception cref="BorderException">It is no live handle, or one of another kind.</exception>
    public static T Get<T>(nint handle, string what)
        where T : class
    {
        if (handle == 0) throw new BorderException(Status.BadHandle, $"The handle of the {what} is null.");
        return live.GetValueOrDefault(handle) switch
        {
            T target => target,
            null => throw new BorderException(Status.BadHandle, $"0x{handle:x} is no live handle: the {what} was destroyed or never made."),
            _ => throw new BorderException(Status.BadHandle, $"The handle is not that of a {what}."),
        };
    }

    /// <summary>Lets go of an object; calls that use it end undisturbed. Null is nothing to let go of.</summary>
    /// <exception cref="BorderException">It is no live handle, or one of another kind.</exception>
    public static void Remove<T>(nint handle, string what)
        where T : class
    {
        if (handle == 0) return;
        T target = Get<T>(handle, what);
        if (!live.TryRemove(new(handle, target))) throw new BorderException(Status.BadHandle, $"Two threads destroy one {what} at a time.");
    }
}
