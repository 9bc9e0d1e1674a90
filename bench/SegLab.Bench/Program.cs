using SegLab.Bench;

switch (args)
{
    case ["losses", .. var rest]:
        LossBench.Run(rest);
        break;
    default:
        Console.Error.WriteLine("usage: SegLab.Bench losses [threads [spec...]]");
        return 1;
}

return 0;
