namespace SegLab.Native;

/// <summary>Scores by the names that the header lists.</summary>
/// <typeparam name="T">What a score is computed from.</typeparam>
sealed class NamedScores<T>(string what, params (string Name, Func<T, double> Score)[] scores)
{
    /// <exception cref="BorderException">There is no score of this name.</exception>
    public Func<T, double> Find(string name)
    {
        foreach ((string known, Func<T, double> score) in scores)
            if (known == name) return score;
        throw new BorderException(Status.BadText, $"There is no {what} '{name}'; there are {string.Join(", ", scores.Select(known => known.Name))}.");
    }
}
