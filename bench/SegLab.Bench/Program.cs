using SegLab.Bench;

switch (args)
{
    case ["losses", .. var rest]:
        LossBench.Run(rest);
        break;
    case ["lovasz", .. var rest]:
        LovaszBench.Run(rest);
        break;
    case ["convolution", .. var rest]:
        ConvolutionBench.Run(rest);
        break;
    case ["training-step", .. var rest]:
        TrainingStepBench.Run(rest);
        break;
    case ["distance", .. var rest]:
        DistanceBench.Run(rest);
        break;
    case ["metrics", .. var rest]:
        MetricsBench.Run(rest);
        break;
    case ["masks", .. var rest]:
        MaskReadingBench.Run(rest);
        break;
    case ["evaluate", .. var rest]:
        EvaluationBench.Run(rest);
        break;
    case ["boxes", .. var rest]:
        BoxBench.Run(rest);
        break;
    case ["canvas", ..]:
        CanvasBench.Run();
        break;
    default:
        Console.Error.WriteLine("usage: SegLab.Bench losses [threads [family or spec...]]");
        Console.Error.WriteLine("       SegLab.Bench lovasz [threads]");
        Console.Error.WriteLine("       SegLab.Bench convolution [threads]");
        Console.Error.WriteLine("       SegLab.Bench training-step [threads [rounds]]");
        Console.Error.WriteLine("       SegLab.Bench distance [threads]");
        Console.Error.WriteLine("       SegLab.Bench metrics [threads]");
        Console.Error.WriteLine("       SegLab.Bench masks [folder]");
        Console.Error.WriteLine("       SegLab.Bench evaluate [threads [predictions truth]]");
        Console.Error.WriteLine("       SegLab.Bench boxes [threads]");
        Console.Error.WriteLine("       SegLab.Bench canvas");
        return 1;
}

return 0;
