"""SegLab's U-Net in PyTorch, and its weights files. Needs torch alone, not SegLab's shared library."""

from .unet import UNet
from .weights import load, normalize, save

__all__ = ["UNet", "load", "normalize", "save"]
