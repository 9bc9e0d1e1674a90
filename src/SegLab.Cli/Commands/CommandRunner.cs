using System.Runtime.InteropServices;
using SegLab.Imaging.Datasets;
using SegLab.Imaging.Evaluation;
using SegLab.Training;

namespace SegLab.Cli.Commands;

/// <summary>Runs what a command does: turns signals into a cancellation, and failures into one message and an exit code.</summary>
static class CommandRunner
{
    public static int Run(Func<CancellationToken, int> work)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext context)
        {
            // The second one ends the process at once: what was saved stays whole.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return work(stop.Token);
        }
        catch (StoppedException stopped)
        {
            Console.Error.WriteLine();
            Console.Error.WriteLine(stopped.Message);
            return ExitCodes.Stopped;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine();
            Console.Error.WriteLine("Stopped. All that was done is saved: the same command with --resume goes on from here.");
            return ExitCodes.Stopped;
        }
        catch (UsageException wrong)
        {
            return Fail(wrong, ExitCodes.Usage);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException or DatasetException or EvaluationException
            or TrainingDivergedException or ArgumentException or OutOfMemoryException)
        {
            return Fail(failure, ExitCodes.Failed);
        }
    }

    static int Fail(Exception failure, int code)
    {
        Console.Error.WriteLine();
        Console.Error.WriteLine($"error: {failure.Message}");
        return code;
    }
}

/// <summary>An option has a value that cannot be.</summary>
sealed class UsageException(string message) : Exception(message);

/// <summary>A command was stopped, and says itself what is left of it.</summary>
sealed class StoppedException(string message) : Exception(message);
