"""SegLab for PyTorch, on the CPU and without copies: losses of segmentation and of boxes, metrics, suppression and distance transforms."""

from .boxes import BoxLoss, box_overlap, nms, soft_nms
from .distance import distance_transform
from .instances import InstanceMatching, PanopticQuality
from .library import SegLabError, version
from .loss import Loss
from .metrics import ConfusionMatrix
from .surfaces import SurfaceDistances

__all__ = [
    "BoxLoss", "ConfusionMatrix", "InstanceMatching", "Loss", "PanopticQuality", "SegLabError", "SurfaceDistances", "box_overlap", "distance_transform", "nms",
    "soft_nms", "version",
]
