"""Instances that are matched, and panoptic quality."""

from ctypes import byref, c_double

import torch

from .library import call, create
from .tensors import integer, integer_given, integers, reals, to_int32, view, view_maps

_DEFAULT_THRESHOLDS = tuple(k / 100 for k in range(50, 100, 5))


class InstanceMatching:
    """Matches the instances of maps at IoU thresholds (0.50, 0.55, ... 0.95 when not given), as Kaggle's challenges score them.

    Scores are ``precision``, ``recall``, ``f1``, ``f2``, ``threat_score`` and ``mean_iou``. Pixels whose true number is ``ignore_label`` are left out.
    """

    def __init__(self, thresholds=None, ignore_label=None):
        self.thresholds = _DEFAULT_THRESHOLDS if thresholds is None else tuple(thresholds)
        if not self.thresholds:
            raise ValueError("there is no threshold")
        self._ignore = integer_given(ignore_label, "ignored label")
        self._handle = create(self, "instance_matching", *reals(self.thresholds))

    def add(self, prediction, truth):
        """Matches maps ``[N, spatial...]``: the number of the instance that a pixel is of, 0 for none."""
        prediction_view, truth_view = view_maps(prediction, truth)
        call("instance_matching_add", self._handle, byref(prediction_view), byref(truth_view), self._ignore)

    def merge(self, other):
        """Adds the images of another collection with the same thresholds behind these."""
        call("instance_matching_merge", self._handle, other._handle)

    @property
    def counts(self):
        """Instances that match, predicted ones that do not, and true ones that do not, int64 ``[thresholds, 3]``."""
        counts = torch.empty(len(self.thresholds), 3, dtype=torch.int64)
        call("instance_matching_counts", self._handle, counts.data_ptr(), counts.numel())
        return counts

    def scores(self, name):
        """A score of all images' instances together at each threshold, float64 ``[thresholds]``."""
        values = torch.empty(len(self.thresholds), dtype=torch.float64)
        call("instance_matching_scores", self._handle, name.encode(), values.data_ptr(), values.numel())
        return values

    def mean_over_images(self, name):
        """The mean over images of the mean over thresholds of a score."""
        value = c_double()
        call("instance_matching_mean_over_images", self._handle, name.encode(), byref(value))
        return value.value


class PanopticQuality:
    """Panoptic quality by the rules of COCO: ``pq``, ``sq`` and ``rq`` of each category.

    The segments of ``things`` are instances; ``stuff`` is one segment an image; pixels of ``void_category`` are none of them.
    """

    def __init__(self, things, stuff=(), void_category=0):
        things, stuff = tuple(things), tuple(stuff)
        self.categories = things + stuff
        self._handle = create(
            self, "panoptic_quality", *integers(things, "category"), *integers(stuff, "category"), integer(void_category, "void category"))

    def add(self, categories, instances, true_categories, true_instances):
        """Counts maps of integers ``[N, spatial...]``: the category of a pixel, and the number of the instance within it."""
        maps = {"categories": categories, "instances": instances, "true categories": true_categories, "true instances": true_instances}
        numbers = {what: to_int32(tensor, what) for what, tensor in maps.items()}
        call("panoptic_quality_add", self._handle, *(byref(view(tensor, what, (torch.int32,))) for what, tensor in numbers.items()))

    def merge(self, other):
        """Adds the counts of another collection with the same categories."""
        call("panoptic_quality_merge", self._handle, other._handle)

    def scores(self, name):
        """A quality of each category, float64, in the order of ``categories``; NaN where there is no segment of it."""
        values = torch.empty(len(self.categories), dtype=torch.float64)
        call("panoptic_quality_scores", self._handle, name.encode(), values.data_ptr(), values.numel())
        return values

    def mean(self, name):
        """The mean of a quality over the categories that have segments; NaN when none has."""
        value = c_double()
        call("panoptic_quality_mean", self._handle, name.encode(), byref(value))
        return value.value
