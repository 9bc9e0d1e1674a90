"""Losses as modules that backpropagate."""

from ctypes import byref, c_double, c_void_p

import torch
from torch import nn
from torch.autograd.function import once_differentiable

from .gradients import GradientMemory
from .library import call, create, own, text_of
from .tensors import view, view_given, view_labels


class Loss(nn.Module):
    """A loss by its text form, such as ``Loss("ce(ignore_index=255) + dice")``; ``seglab losses`` lists them all.

    Call it with logits ``[N, C, spatial...]`` (float32, on the CPU) and a target: labels ``[N, spatial...]`` (uint8, int16, int32, int64 or bool),
    or float32 of the shape of the logits. ``pixel_weights`` (float32) and ``instances`` (int32) are ``[N, spatial...]``. The result is a tensor of
    one number, whose backward pass costs next to nothing: the gradient is computed along with the value. It uses as many threads as
    ``torch.get_num_threads()`` says, and may be called from several.
    """

    def __init__(self, text):
        super().__init__()
        self._handle = create(self, "loss", text.encode())
        self._gradients = GradientMemory()

    def at(self, progress):
        """The loss with the weights that it has at some point of the training, 0 to 1; for losses whose weights follow a schedule."""
        handle = c_void_p()
        call("loss_at", self._handle, progress, byref(handle))
        loss = Loss.__new__(Loss)
        nn.Module.__init__(loss)
        loss._handle = own(loss, "loss", handle)
        loss._gradients = GradientMemory()
        return loss

    def forward(self, logits, target, pixel_weights=None, instances=None):
        wants_gradient = torch.is_grad_enabled() and isinstance(logits, torch.Tensor) and logits.requires_grad
        return _Evaluation.apply(logits, target, pixel_weights, instances, self, wants_gradient)

    def extra_repr(self):
        return text_of("loss", self._handle)

    def __reduce__(self):
        return Loss, (self.extra_repr(),)


class _Evaluation(torch.autograd.Function):
    """Computes the gradient in the forward pass, which has all that it takes."""

    @staticmethod
    def forward(ctx, logits, target, pixel_weights, instances, loss, wants_gradient):
        logits_view = view(logits, "logits")
        soft = isinstance(target, torch.Tensor) and target.is_floating_point()
        target_view = view(target, "target") if soft else view_labels(target, "labels")
        weights_view = view_given(pixel_weights, "pixel weights")
        instances_view = view_given(instances, "instances", (torch.int32,))
        gradient = loss._gradients.like(logits) if wants_gradient else None
        gradient_view = None if gradient is None else byref(view(gradient, "gradient"))
        value = c_double()
        call("loss_evaluate", loss._handle, byref(logits_view), byref(target_view), weights_view, instances_view,
             torch.get_num_threads(), byref(value), gradient_view)
        ctx.gradient = gradient
        return logits.new_tensor(value.value)

    @staticmethod
    @once_differentiable
    def backward(ctx, grad_output):
        # A value that is backpropagated as it stands needs no pass over the gradient.
        gradient = ctx.gradient if grad_output.item() == 1 else ctx.gradient * grad_output
        return gradient, None, None, None, None, None
