using SegLab.Boxes;

namespace SegLab.Tests.Reference;

/// <summary>A box by its sides.</summary>
readonly record struct Box(double X1, double Y1, double X2, double Y2)
{
    public double Width => X2 - X1;

    public double Height => Y2 - Y1;

    public double Area => Width * Height;

    public static Box At(ReadOnlySpan<double> boxes, int index) => new(boxes[4 * index], boxes[4 * index + 1], boxes[4 * index + 2], boxes[4 * index + 3]);

    /// <summary>The box with one of its sides moved.</summary>
    public Box Moved(int side, double by) => side switch
    {
        0 => this with { X1 = X1 + by },
        1 => this with { Y1 = Y1 + by },
        2 => this with { X2 = X2 + by },
        _ => this with { Y2 = Y2 + by },
    };
}

/// <summary>The definitions of all box losses once more, as the papers write them, one pair at a time in double precision.</summary>
static class BoxReference
{
    /// <summary>The cost of a box.</summary>
    /// <param name="loss">The loss; its epsilon is not looked at.</param>
    /// <param name="p">The prediction.</param>
    /// <param name="t">The target.</param>
    /// <param name="fixedAt">The prediction that what is constant in the gradient is taken at.</param>
    public static double Cost(BoxLoss loss, in Box p, in Box t, in Box fixedAt) => loss switch
    {
        IoULoss { Form: IoUForm.Log } log => -log.Power * Math.Log(Math.Max(IoU(p, t), log.Floor)),
        IoULoss iou => 1 - Power(IoU(p, t), iou.Power),
        GeneralizedIoULoss giou => 1 - Power(IoU(p, t), giou.Power) + Power((Enclosing(p, t).Area - Union(p, t)) / Enclosing(p, t).Area, giou.Power),
        DistanceIoULoss diou => Distance(p, t, diou.DetachDiagonal ? fixedAt : p, diou.Power),
        CompleteIoULoss ciou => Complete(ciou, p, t, fixedAt),
        EfficientIoULoss eiou => Efficient(p, t, eiou.DetachDiagonal ? fixedAt : p, eiou.Power),
        FocalEfficientIoULoss focal => Power(IoU(fixedAt, t), focal.Gamma) * Efficient(p, t, focal.DetachDiagonal ? fixedAt : p, 1),
        ScyllaIoULoss siou => Scylla(siou, p, t),
        WiseIoULoss wise => Focus(wise, 1 - IoU(fixedAt, t)) * Math.Exp(CenterDistanceSquared(p, t) / DiagonalSquared(Enclosing(fixedAt, t))) * (1 - IoU(p, t)),
        PointDistanceIoULoss mpd => 1 - Power(IoU(p, t), mpd.Power) + Power(
            (Square(p.X1 - t.X1) + Square(p.Y1 - t.Y1) + Square(p.X2 - t.X2) + Square(p.Y2 - t.Y2)) / (Square(mpd.ImageWidth) + Square(mpd.ImageHeight)), mpd.Power),
        SmoothL1Loss smooth => Sum(p, t, d => d < smooth.Beta ? d * d / (2 * smooth.Beta) : d - smooth.Beta / 2),
        BalancedL1Loss balanced => Sum(p, t, d => Balanced(balanced, d)),
        _ => throw new ArgumentException($"There is no reference for {loss}."),
    };

    public static double IoU(in Box a, in Box b) => Intersection(a, b) / Union(a, b);

    public static double Intersection(in Box a, in Box b)
    {
        double width = Math.Min(a.X2, b.X2) - Math.Max(a.X1, b.X1), height = Math.Min(a.Y2, b.Y2) - Math.Max(a.Y1, b.Y1);
        return width > 0 && height > 0 ? width * height : 0;
    }

    public static double Union(in Box a, in Box b) => a.Area + b.Area - Intersection(a, b);

    public static Box Enclosing(in Box a, in Box b) => new(Math.Min(a.X1, b.X1), Math.Min(a.Y1, b.Y1), Math.Max(a.X2, b.X2), Math.Max(a.Y2, b.Y2));

    public static double CenterDistanceSquared(in Box a, in Box b) => Square((a.X1 + a.X2 - b.X1 - b.X2) / 2) + Square((a.Y1 + a.Y2 - b.Y1 - b.Y2) / 2);

    public static double DiagonalSquared(in Box box) => Square(box.Width) + Square(box.Height);

    /// <summary>v of the complete IoU loss.</summary>
    public static double Aspect(in Box p, in Box t) => 4 / (Math.PI * Math.PI) * Square(Math.Atan2(t.Width, t.Height) - Math.Atan2(p.Width, p.Height));

    static double Distance(in Box p, in Box t, in Box diagonalOf, double power) =>
        1 - Power(IoU(p, t), power) + Power(CenterDistanceSquared(p, t) / DiagonalSquared(Enclosing(diagonalOf, t)), power);

    static double Complete(CompleteIoULoss loss, in Box p, in Box t, in Box fixedAt)
    {
        Box at = loss.DetachAlpha ? fixedAt : p;
        double v = Aspect(p, t), alpha = Aspect(at, t) / (1 - IoU(at, t) + Aspect(at, t));
        if (IoU(p, t) < loss.AspectFrom) v = 0;
        return Distance(p, t, loss.DetachDiagonal ? fixedAt : p, loss.Power) + Power(alpha * v, loss.Power);
    }

    static double Efficient(in Box p, in Box t, in Box diagonalOf, double power)
    {
        Box enclosing = Enclosing(p, t);
        return Distance(p, t, diagonalOf, power) + Power(Square((p.Width - t.Width) / enclosing.Width), power) + Power(Square((p.Height - t.Height) / enclosing.Height), power);
    }

    static double Scylla(ScyllaIoULoss loss, in Box p, in Box t)
    {
        Box enclosing = Enclosing(p, t);
        double dx = Math.Abs(p.X1 + p.X2 - t.X1 - t.X2) / 2, dy = Math.Abs(p.Y1 + p.Y2 - t.Y1 - t.Y2) / 2, sigma = Math.Sqrt(dx * dx + dy * dy);
        double gamma = 2 - Math.Sin(2 * Math.Asin(Math.Min(dx, dy) / sigma));
        double distance = 2 - Math.Exp(-gamma * Square(dx / enclosing.Width)) - Math.Exp(-gamma * Square(dy / enclosing.Height));
        double shape = Power(1 - Math.Exp(-Math.Abs(p.Width - t.Width) / Math.Max(p.Width, t.Width)), loss.Theta)
            + Power(1 - Math.Exp(-Math.Abs(p.Height - t.Height) / Math.Max(p.Height, t.Height)), loss.Theta);
        return 1 - Power(IoU(p, t), loss.Power) + Power((distance + shape) / 2, loss.Power);
    }

    static double Focus(WiseIoULoss loss, double iouLoss)
    {
        double beta = iouLoss / loss.MeanIoULoss;
        return loss.Version switch
        {
            1 => 1,
            2 => Power(beta, loss.Gamma),
            _ => beta / (loss.FocusDelta * Power(loss.FocusBase, beta - loss.FocusDelta)),
        };
    }

    static double Balanced(BalancedL1Loss loss, double d)
    {
        double b = (Math.Exp(loss.Gamma / loss.Alpha) - 1) / loss.Beta;
        return d < loss.Beta
            ? loss.Alpha / b * (b * d + 1) * Math.Log(b * d + 1) - loss.Alpha * d
            : loss.Gamma * d + loss.Gamma / b - loss.Alpha * loss.Beta;
    }

    static double Sum(in Box p, in Box t, Func<double, double> of) =>
        of(Math.Abs(p.X1 - t.X1)) + of(Math.Abs(p.Y1 - t.Y1)) + of(Math.Abs(p.X2 - t.X2)) + of(Math.Abs(p.Y2 - t.Y2));

    static double Power(double x, double exponent) => exponent == 1 ? x : Math.Pow(x, exponent);

    static double Square(double x) => x * x;
}
