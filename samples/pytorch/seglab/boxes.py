"""Losses of boxes as modules that backpropagate, similarities, and non-maximum suppression."""

from ctypes import byref, c_double, c_size_t, c_void_p
from functools import lru_cache

import torch
from torch import nn
from torch.autograd.function import once_differentiable

from .gradients import GradientMemory
from .library import call, create, own, text_of
from .tensors import to_int32, view, view_given

_REALS = (torch.float32, torch.float64)
_FORMATS = ("xyxy", "xywh", "cxcywh")
_SIMILARITIES = ("iou", "giou", "diou", "ciou")
_METHODS = ("hard", "linear", "gaussian")


class BoxLoss(nn.Module):
    """A loss of boxes by its text form, such as ``BoxLoss("ciou")`` or ``BoxLoss("giou(reduction=sum)")``; ``seglab boxes`` lists them all.

    Call it with predicted boxes and targets ``[N, 4]`` of one type, float32 or float64, on the CPU, and perhaps ``weights`` ``[N]``. The ``format`` is
    ``xyxy``, ``xywh`` or ``cxcywh``. The result is a tensor of one number, 0 for no boxes, or with ``reduction=none`` of one for each box. Only the
    predicted boxes have a gradient.
    """

    def __init__(self, text, format="xyxy"):
        super().__init__()
        self.format = format
        self._format = _number(format, _FORMATS, "format")
        self._own(create(self, "box_loss", text.encode()))

    def follow(self, iou_loss, momentum):
        """The Wise-IoU loss of the next step, whose running mean has moved towards a batch's mean of 1 - IoU, as ``BoxLoss("iou")`` tells it."""
        handle = c_void_p()
        call("box_loss_follow", self._handle, float(iou_loss), momentum, byref(handle))
        loss = BoxLoss.__new__(BoxLoss)
        nn.Module.__init__(loss)
        loss.format, loss._format = self.format, self._format
        loss._own(own(loss, "box_loss", handle))
        return loss

    def forward(self, boxes, targets, weights=None):
        if isinstance(targets, torch.Tensor) and targets.requires_grad and torch.is_grad_enabled():
            raise TypeError("the targets have no gradient here: call .detach()")
        wants_gradient = torch.is_grad_enabled() and isinstance(boxes, torch.Tensor) and boxes.requires_grad
        return _Evaluation.apply(boxes, targets, weights, self, wants_gradient)

    def extra_repr(self):
        return self.text if self.format == "xyxy" else f"{self.text}, format={self.format}"

    def __reduce__(self):
        return BoxLoss, (self.text, self.format)

    def _own(self, handle):
        self._handle = handle
        self._gradients = GradientMemory()
        self.text = text_of("box_loss", handle)
        self._each = "reduction=none" in self.text


class _Evaluation(torch.autograd.Function):
    """Computes the gradient in the forward pass, which has all that it takes."""

    @staticmethod
    def forward(ctx, boxes, targets, weights, loss, wants_gradient):
        boxes_view, targets_view = view(boxes, "boxes", _REALS), view(targets, "targets", _REALS)
        weights_view = view_given(weights, "weights", _REALS)
        gradient = loss._gradients.like(boxes) if wants_gradient else None
        values = boxes.new_empty(len(boxes)) if loss._each else None
        value = c_double()
        result = byref(view(values, "values", _REALS)) if loss._each else byref(value)
        call("box_loss_evaluate_each" if loss._each else "box_loss_evaluate", loss._handle, byref(boxes_view), byref(targets_view), loss._format, weights_view,
             torch.get_num_threads(), result, view_given(gradient, "gradient", _REALS))
        ctx.gradient = gradient
        return values if loss._each else boxes.new_tensor(value.value)

    @staticmethod
    @once_differentiable
    def backward(ctx, grad_output):
        if grad_output.dim() == 1:
            gradient = ctx.gradient * grad_output.unsqueeze(1)
        else:
            gradient = ctx.gradient if grad_output.item() == 1 else ctx.gradient * grad_output
        return gradient, None, None, None, None


def box_overlap(rows, columns, similarity="iou", format="xyxy"):
    """The similarity of each of the rows ``[N, 4]`` with each of the columns ``[M, 4]``: ``iou``, ``giou``, ``diou`` or ``ciou``, ``[N, M]``."""
    rows_view, columns_view = view(rows, "rows", _REALS), view(columns, "columns", _REALS)
    matrix = torch.empty(len(rows), len(columns), dtype=rows.dtype)
    call("box_overlap", byref(rows_view), byref(columns_view), _number(format, _FORMATS, "format"), _number(similarity, _SIMILARITIES, "similarity"),
         torch.get_num_threads(), byref(view(matrix, "matrix", _REALS)))
    return matrix


def nms(boxes, scores, threshold=0.5, classes=None, similarity="iou", format="xyxy"):
    """The indices of the boxes that stay, by falling score: what overlaps a better one by more than the threshold goes.

    Boxes and scores are float32, ``[N, 4]`` and ``[N]``; with ``classes`` only boxes of one class suppress each other. With ``similarity="diou"`` boxes
    whose centers are apart stay.
    """
    return _Suppression.of("hard", similarity, threshold, 0.5, 0.0).select(boxes, scores, classes, format)[0]


def soft_nms(boxes, scores, method="gaussian", threshold=0.5, sigma=0.5, minimum_score=0.001, classes=None, similarity="iou", format="xyxy"):
    """The indices of the boxes that stay and their scores, lowered by what overlaps them: ``linear`` above the threshold, or ``gaussian``.

    Boxes whose score falls below ``minimum_score`` go.
    """
    if method == "hard":
        raise ValueError("hard suppression lowers no scores: call nms")
    return _Suppression.of(method, similarity, threshold, sigma, minimum_score).select(boxes, scores, classes, format)


class _Suppression:
    """A suppression with its options; it keeps its memory from call to call."""

    def __init__(self, method, similarity, threshold, sigma, minimum_score):
        self._handle = create(
            self, "suppression", _number(method, _METHODS, "method"), _number(similarity, _SIMILARITIES, "similarity"), threshold, sigma, minimum_score)

    @staticmethod
    @lru_cache(maxsize=16)
    def of(*options):
        return _Suppression(*options)

    def select(self, boxes, scores, classes, format):
        boxes_view, scores_view = view(boxes, "boxes"), view(scores, "scores")
        numbers = None if classes is None else to_int32(classes, "classes")
        kept, kept_scores, count = torch.empty(len(scores), dtype=torch.int32), torch.empty(len(scores)), c_size_t()
        call("suppression_select", self._handle, byref(boxes_view), byref(scores_view), view_given(numbers, "classes", (torch.int32,)),
             _number(format, _FORMATS, "format"), kept.data_ptr(), kept_scores.data_ptr(), len(kept), byref(count))
        return kept[:count.value].to(torch.int64), kept_scores[:count.value].clone()


def _number(name, names, what):
    if name not in names:
        raise ValueError(f"there is no {what} {name!r}; there are {', '.join(names)}")
    return names.index(name)
