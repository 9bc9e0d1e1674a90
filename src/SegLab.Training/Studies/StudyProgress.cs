namespace SegLab.Training.Studies;

/// <summary>Where a study stands.</summary>
/// <param name="Done">Steps that are done.</param>
/// <param name="Total">Steps of the whole study.</param>
/// <param name="Step">What was done last.</param>
public readonly record struct StudyProgress(int Done, int Total, string Step);
