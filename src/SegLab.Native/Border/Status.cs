namespace SegLab.Native;

/// <summary>What every function returns: <c>seglab_status</c> of the header.</summary>
enum Status
{
    Ok = 0,
    BadPointer = 1,
    BadHandle = 2,
    BadText = 3,
    BadArgument = 4,
    WrongFunction = 5,
    OutOfMemory = 6,
    InternalError = 7,
}
