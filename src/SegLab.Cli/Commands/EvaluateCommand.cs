using System.CommandLine;
using System.Globalization;
using SegLab.Cli.Output;
using SegLab.Imaging.Datasets;
using SegLab.Imaging.Evaluation;
using SegLab.Imaging.Masks;
using SegLab.Losses;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab evaluate</c>: folders of masks in, figures out.</summary>
sealed class EvaluateCommand
{
    static readonly string[] metricNames = ["overlap", "surface", "boundary", "instances", "calibration"];

    readonly Option<string> prediction = new("--prediction") { Description = "Folder of predicted masks (or one mask): PNG, NPY, NPZ, NIfTI", HelpName = "DIR", Required = true };
    readonly Option<string> truth = new("--truth") { Description = "Folder of true masks of the same names", HelpName = "DIR", Required = true };
    readonly Option<string?> against = new("--against") { Description = "Folder of other predictions to compare with, image by image", HelpName = "DIR" };
    readonly Option<string?> preset = new("--preset") { Description = $"Class names, colours and labels of a dataset: {string.Join(", ", ClassTable.PresetNames)}", HelpName = "NAME" };
    readonly Option<string?> classes = new("--classes") { Description = "Class names, a line each, or a table of names, labels and colours", HelpName = "FILE" };
    readonly Option<bool> holdClasses = new("--predictions-are-classes") { Description = "Predictions hold classes 0, 1, 2..., not the labels of the preset or table" };
    readonly Option<int?> ignore = new("--ignore") { Description = "Pixels with this true label are left out", HelpName = "LABEL" };
    readonly Option<string?> exclude = new("--exclude") { Description = "Classes that stay out of means, such as 0 for the background", HelpName = "LIST" };
    readonly Option<string?> metrics = new("--metrics")
    {
        Description = "What to measure: overlap (the default), surface, boundary, or all of these; instances, of masks with instance numbers; calibration, of predictions that "
            + "are probabilities, NPY or NIfTI, [classes, spatial...]",
        HelpName = "LIST",
    };

    readonly Option<string?> spacing = new("--spacing") { Description = "Distance between neighbours along each axis, such as 3,0.7,0.7 (default: what the files say, or 1)", HelpName = "LIST" };
    readonly Option<double> tolerance = new("--tolerance") { Description = "How far surfaces may be apart for the surface Dice", HelpName = "DISTANCE", DefaultValueFactory = _ => 1 };
    readonly Option<string> predictionSuffix = new("--prediction-suffix") { Description = "What predictions' names end in, such as _leftImg8bit", HelpName = "TEXT", DefaultValueFactory = _ => "" };
    readonly Option<string> truthSuffix = new("--truth-suffix") { Description = "What true masks' names end in, such as _gtFine_labelIds", HelpName = "TEXT", DefaultValueFactory = _ => "" };
    readonly Option<string?> shard = new("--shard") { Description = "Evaluate part K of N of the images; needs --state", HelpName = "K/N" };
    readonly Option<string?> state = new("--state") { Description = "Write each image as it is done; the same command goes on from there, 'seglab merge' puts shards together", HelpName = "FILE" };
    readonly Option<bool> keepGoing = new("--keep-going") { Description = "Leave masks out that cannot be used, and evaluate the rest (exit code 3)" };
    readonly Option<int> threads = new("--threads") { Description = "Threads to use; the figures do not depend on it", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
    readonly EvaluationOutput output = new();

    public static Command Create()
    {
        var options = new EvaluateCommand();
        var command = new Command("evaluate", "Score a folder of masks against the truth")
        {
            options.prediction, options.truth, options.against, options.preset, options.classes, options.holdClasses, options.ignore, options.exclude, options.metrics,
            options.spacing, options.tolerance, options.predictionSuffix, options.truthSuffix, options.shard, options.state, options.keepGoing, options.threads,
        };
        options.output.AddTo(command);
        command.SetAction(parsed => CommandRunner.Run(cancellation => options.Run(parsed, cancellation)));
        return command;
    }

    int Run(ParseResult parsed, CancellationToken cancellation)
    {
        EvaluationSettings settings = Settings(parsed);
        string? stateFile = parsed.GetValue(state);
        if (settings.Shards > 1 && stateFile is null) throw new UsageException("--shard needs --state FILE, for 'seglab merge'.");
        output.Check(parsed);
        EvaluationResult result;
        using (var bar = new CountView("images"))
        {
            try
            {
                result = FolderEvaluation.Run(settings, stateFile, bar.Show, cancellation);
            }
            catch (OperationCanceledException) when (stateFile is null)
            {
                throw new StoppedException("Stopped. With --state FILE the same command would go on from there.");
            }
            catch (OperationCanceledException)
            {
                throw new StoppedException($"Stopped. All that was done is in {stateFile}: the same command goes on from there.");
            }
        }

        return output.Write(parsed, result);
    }

    EvaluationSettings Settings(ParseResult parsed)
    {
        if (parsed.GetValue(preset) is not null && parsed.GetValue(classes) is not null) throw new UsageException("--preset and --classes both say what the classes are: give one of them.");
        (ClassTable? table, IReadOnlyList<string>? names) = Classes(parsed);
        HashSet<string> wanted = Metrics(parsed.GetValue(metrics));
        (int part, int parts) = Shard(parsed.GetValue(shard));
        if (wanted.Contains("instances") && wanted.Contains("calibration")) throw new UsageException("--metrics: instances and calibration are of different predictions.");
        double within = parsed.GetValue(tolerance);
        if (!(within >= 0 && double.IsFinite(within))) throw new UsageException($"--tolerance is 0 or more, not {within}.");
        var settings = new EvaluationSettings
        {
            Prediction = parsed.GetValue(prediction)!,
            Truth = parsed.GetValue(truth)!,
            Against = parsed.GetValue(against),
            PredictionSuffix = parsed.GetValue(predictionSuffix)!,
            TruthSuffix = parsed.GetValue(truthSuffix)!,
            Classes = table,
            ClassNames = names,
            PredictionsHoldClasses = parsed.GetValue(holdClasses),
            IgnoreLabel = parsed.GetValue(ignore),
            ExcludedClasses = [.. Numbers(parsed.GetValue(exclude), exclude).Select(number => (int)number)],
            Surfaces = wanted.Contains("surface"),
            Boundaries = wanted.Contains("boundary"),
            Instances = wanted.Contains("instances"),
            Probabilities = wanted.Contains("calibration"),
            Spacing = Spacing(parsed.GetValue(spacing)),
            Tolerance = within,
            Shard = part,
            Shards = parts,
            KeepGoing = parsed.GetValue(keepGoing),
            Threads = TrainingOptions.Within(parsed.GetValue(threads), threads, 1, 1024),
        };
        int count = (table?.ClassNames ?? names)?.Count ?? int.MaxValue;
        if (settings.ExcludedClasses.FirstOrDefault(label => label < 0 || label >= count, -1) is >= 0 and var beyond)
            throw new UsageException($"--exclude: {beyond} is no class; there are {count}.");
        return settings;
    }

    (ClassTable? Table, IReadOnlyList<string>? Names) Classes(ParseResult parsed)
    {
        if (parsed.GetValue(preset) is { } name)
        {
            return ClassTable.PresetNames.Contains(name)
                ? (ClassTable.Preset(name), null)
                : throw new UsageException($"--preset: there is no '{name}'; expected one of {string.Join(", ", ClassTable.PresetNames)}.");
        }

        if (parsed.GetValue(classes) is not { } file) return (null, null);
        if (!File.Exists(file)) throw new UsageException($"--classes: there is no file '{file}'.");

        // A list of names has neither columns nor colours.
        bool isList = File.ReadLines(file).All(line => line.IndexOfAny([',', ';', '\t', ':']) < 0 && line.Count(char.IsAsciiDigit) < 3);
        return isList ? (null, ClassList.Read(file)) : (ClassTable.Read(file), null);
    }

    static HashSet<string> Metrics(string? text)
    {
        string[] wanted = (text ?? "overlap").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (wanted is ["all"]) return [.. metricNames[..3]];
        foreach (string name in wanted)
            if (!metricNames.Contains(name)) throw new UsageException($"--metrics: there is no '{name}'; expected some of {string.Join(", ", metricNames)}, or all.");
        return [.. wanted];
    }

    static (int Part, int Parts) Shard(string? text)
    {
        if (text is null) return (1, 1);
        string[] parts = text.Split('/');
        return parts.Length == 2 && int.TryParse(parts[0], out int part) && int.TryParse(parts[1], out int all) && part >= 1 && part <= all
            ? (part, all)
            : throw new UsageException($"--shard is K/N, such as 2/8, not '{text}'.");
    }

    VoxelSpacing? Spacing(string? text)
    {
        double[] numbers = [.. Numbers(text, spacing)];
        if (numbers.Length == 0) return null;
        return numbers.All(number => number > 0 && double.IsFinite(number))
            ? new VoxelSpacing(numbers)
            : throw new UsageException($"--spacing has numbers above 0, not '{text}'.");
    }

    static IEnumerable<double> Numbers(string? text, Option option)
    {
        foreach (string word in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            yield return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && (option.Name != "--exclude" || number == Math.Floor(number))
                ? number
                : throw new UsageException($"{option.Name} has numbers between commas; '{word}' is none.");
        }
    }
}
