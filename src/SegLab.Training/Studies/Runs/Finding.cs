namespace SegLab.Training.Studies.Runs;

/// <summary>What figures with intervals say of a claim.</summary>
enum Finding
{
    /// <summary>The interval lies where the claim puts it.</summary>
    Holds,

    /// <summary>The interval lies on the other side.</summary>
    Fails,

    /// <summary>The interval reaches to both sides.</summary>
    CannotBeTold,
}

static class FindingWords
{
    public static string Words(this Finding finding) => finding switch
    {
        Finding.Holds => "holds",
        Finding.Fails => "fails",
        _ => "cannot be told from these runs",
    };
}
