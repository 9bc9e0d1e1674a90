"""Counts of pixels, and the scores that follow from them."""

from ctypes import byref, c_double

import torch

from .library import call, create
from .tensors import integer, integer_given, view, view_labels

_SCORES = ("pixel_accuracy", "mean_accuracy", "mean_iou", "mean_dice", "frequency_weighted_iou", "generalized_dice", "cohen_kappa",
           "matthews_correlation")
_CLASS_SCORES = ("iou", "dice", "precision", "recall", "specificity", "balanced_accuracy", "volumetric_similarity")


class ConfusionMatrix:
    """Counts pixels by true and predicted class, image by image or batch by batch.

    Pixels whose true label is ``ignore_label`` are left out. Scores of all classes are properties (``mean_iou``, ``mean_dice``,
    ``pixel_accuracy``, ...), scores of each class methods' results (``class_scores("iou")``); what is not defined is NaN.
    """

    def __init__(self, classes, ignore_label=None):
        self.classes = classes
        self._ignore = integer_given(ignore_label, "ignored label")
        self._handle = create(self, "confusion_matrix", integer(classes, "number of classes"))

    def add(self, prediction, truth):
        """Counts label maps of one shape."""
        prediction_view, truth_view = view_labels(prediction, "prediction"), view_labels(truth, "truth")
        call("confusion_matrix_add", self._handle, byref(prediction_view), byref(truth_view), self._ignore)

    def add_scores(self, scores, truth):
        """Counts the classes with the highest score: logits or probabilities ``[N, classes, spatial...]``, truth ``[N, spatial...]``."""
        scores_view, truth_view = view(scores, "scores"), view_labels(truth, "truth")
        call("confusion_matrix_add_scores", self._handle, byref(scores_view), byref(truth_view), self._ignore)

    def add_probabilities(self, probabilities, truth, threshold=0.5):
        """Counts two classes: 1 where the probability is above the threshold."""
        probabilities_view, truth_view = view(probabilities, "probabilities"), view_labels(truth, "truth")
        call("confusion_matrix_add_probabilities", self._handle, byref(probabilities_view), byref(truth_view), threshold, self._ignore)

    def merge(self, other):
        """Adds the counts of another matrix."""
        call("confusion_matrix_merge", self._handle, other._handle)

    def clear(self):
        """Sets all counts to zero."""
        call("confusion_matrix_clear", self._handle)

    @property
    def counts(self):
        """The counts, int64 ``[classes, classes]``: a row a true class."""
        counts = torch.empty(self.classes, self.classes, dtype=torch.int64)
        call("confusion_matrix_counts", self._handle, counts.data_ptr(), counts.numel(), None)
        return counts

    def score(self, name):
        """One score of all classes by its name."""
        value = c_double()
        call("confusion_matrix_score", self._handle, name.encode(), byref(value))
        return value.value

    def class_scores(self, name):
        """A score of each class by its name, float64 ``[classes]``."""
        values = torch.empty(self.classes, dtype=torch.float64)
        call("confusion_matrix_class_scores", self._handle, name.encode(), values.data_ptr(), self.classes)
        return values

    def __getattr__(self, name):
        if name in _SCORES:
            return self.score(name)
        raise AttributeError(f"a confusion matrix has no {name}; its scores are {', '.join(_SCORES)}, and class_scores() of {', '.join(_CLASS_SCORES)}")

    def __dir__(self):
        return [*super().__dir__(), *_SCORES]
