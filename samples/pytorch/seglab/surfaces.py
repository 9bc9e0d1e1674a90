"""Distances between the surfaces of label maps."""

from ctypes import byref, c_size_t

import torch

from .library import call, create
from .tensors import integer_given, integers, reals, view_maps

_ELEMENTS = ("voxel", "area")


class SurfaceDistances:
    """Compares the surfaces of classes, image by image: ``hausdorff``, ``hd95``, ``assd``, ``masd``, ``surface_dice`` and ``boundary_f1``.

    ``labels`` are the classes, ``spacing`` the distance between neighbours along each spatial axis, and ``tolerance``, in units of the spacing, what surface Dice
    and boundary F1 forgive. Surfaces are of voxels that count 1 (``element="voxel"``), or weighted by their length or area (``"area"``). Pixels whose true label
    is ``ignore_label`` are outside in both maps. It uses as many threads as ``torch.get_num_threads()`` says as it is made.
    """

    def __init__(self, labels, spacing=None, tolerance=1.0, element="voxel", ignore_label=None):
        if element not in _ELEMENTS:
            raise ValueError(f"there is no element {element!r} of surfaces; there are {', '.join(_ELEMENTS)}")
        self.labels = tuple(labels)
        self._handle = create(
            self, "surface_distances", *integers(self.labels, "label"), *reals(spacing), _ELEMENTS.index(element), tolerance,
            integer_given(ignore_label, "ignored label"), torch.get_num_threads())

    def add(self, prediction, truth):
        """Compares label maps ``[N, spatial...]`` with one to three spatial axes."""
        prediction_view, truth_view = view_maps(prediction, truth)
        call("surface_distances_add", self._handle, byref(prediction_view), byref(truth_view))

    def merge(self, other):
        """Adds the images of another collection with the same options behind these."""
        call("surface_distances_merge", self._handle, other._handle)

    def scores(self, name):
        """A score of each image and label, float64 ``[images, labels]``: NaN where neither map has the label; where one has it distances are infinite."""
        images = c_size_t()
        call("surface_distances_scores", self._handle, name.encode(), None, 0, byref(images))
        values = torch.empty(images.value, len(self.labels), dtype=torch.float64)
        call("surface_distances_scores", self._handle, name.encode(), values.data_ptr(), values.numel(), byref(images))
        return values

    def means(self, name):
        """For each label the mean of a score over the images where it is not NaN, float64 ``[labels]``."""
        values = torch.empty(len(self.labels), dtype=torch.float64)
        call("surface_distances_means", self._handle, name.encode(), values.data_ptr(), values.numel())
        return values
