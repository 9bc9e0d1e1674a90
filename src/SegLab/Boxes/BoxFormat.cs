namespace SegLab.Boxes;

/// <summary>What the four numbers of a box are. Sizes are continuous: there is no "+ 1".</summary>
public enum BoxFormat
{
    /// <summary>Left, top, right, bottom: <c>xyxy</c>, as torchvision and Pascal VOC have it.</summary>
    Corners,

    /// <summary>Left, top, width, height: <c>xywh</c>, as COCO has it.</summary>
    LeftTopSize,

    /// <summary>Center x, center y, width, height: <c>cxcywh</c>, as YOLO and DETR have it.</summary>
    CenterSize,
}
