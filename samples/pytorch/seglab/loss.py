"""Losses as modules that backpropagate."""

import sys
from ctypes import byref, c_double, c_size_t, c_void_p, create_string_buffer
from weakref import finalize

import torch
from torch import nn
from torch.autograd.function import once_differentiable

from .library import call, destroy, view, view_labels


class Loss(nn.Module):
    """A loss by its text form, such as ``Loss("ce(ignore_index=255) + dice")``; ``seglab losses`` lists them all.

    Call it with logits ``[N, C, spatial...]`` (float32, on the CPU) and a target: labels ``[N, spatial...]`` (uint8, int16, int32, int64 or bool),
    or float32 of the shape of the logits. ``pixel_weights`` (float32) and ``instances`` (int32) are ``[N, spatial...]``. The result is a tensor of
    one number, whose backward pass costs next to nothing: the gradient is computed along with the value. It uses as many threads as
    ``torch.get_num_threads()`` says, and may be called from several.
    """

    def __init__(self, text):
        super().__init__()
        handle = c_void_p()
        call("loss_create", text.encode(), byref(handle))
        self._own(handle)

    def at(self, progress):
        """The loss with the weights that it has at some point of the training, 0 to 1; for losses whose weights follow a schedule."""
        handle = c_void_p()
        call("loss_at", self._handle, progress, byref(handle))
        loss = Loss.__new__(Loss)
        nn.Module.__init__(loss)
        loss._own(handle)
        return loss

    def forward(self, logits, target, pixel_weights=None, instances=None):
        wants_gradient = torch.is_grad_enabled() and isinstance(logits, torch.Tensor) and logits.requires_grad
        return _Evaluation.apply(logits, target, pixel_weights, instances, self, wants_gradient)

    def extra_repr(self):
        length = c_size_t()
        call("loss_text", self._handle, None, 0, byref(length))
        text = create_string_buffer(length.value + 1)
        call("loss_text", self._handle, text, len(text), byref(length))
        return text.value.decode()

    def __reduce__(self):
        return Loss, (self.extra_repr(),)

    def _own(self, handle):
        self._handle = handle
        self._gradients = _GradientMemory()
        finalize(self, destroy, "loss_destroy", handle)


class _Evaluation(torch.autograd.Function):
    """Computes the gradient in the forward pass, which has all that it takes."""

    @staticmethod
    def forward(ctx, logits, target, pixel_weights, instances, loss, wants_gradient):
        logits_view = view(logits, "logits")
        soft = isinstance(target, torch.Tensor) and target.is_floating_point()
        target_view = view(target, "target") if soft else view_labels(target, "labels")
        weights_view = None if pixel_weights is None else byref(view(pixel_weights, "pixel weights"))
        instances_view = None if instances is None else byref(view(instances, "instances", (torch.int32,)))
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


class _GradientMemory:
    """Memory for gradients that is used again once no tensor lies in it: fresh pages cost more than the loss does."""

    ALIGNMENT = 64

    def __init__(self):
        self._memory = None

    def like(self, logits):
        """A tensor of the shape and, as far as they leave no gaps, the strides of the logits; its values are whatever was there."""
        size = 4 * logits.numel() + self.ALIGNMENT
        memory = self._memory
        if memory is None or len(memory) < size or sys.getrefcount(memory) > _REFERENCES_OF_UNUSED:
            memory = self._memory = bytearray(size)
        floats = torch.frombuffer(memory, dtype=torch.float32)
        strides = torch.empty_like(logits, device="meta").stride()
        return floats.as_strided(logits.shape, strides, -floats.data_ptr() % self.ALIGNMENT // 4)


class _Unused:
    """Counts as `_GradientMemory.like` does the references to memory that no tensor lies in."""

    def __init__(self):
        self._memory = bytearray(1)

    def references(self):
        memory = self._memory
        return sys.getrefcount(memory)


_REFERENCES_OF_UNUSED = _Unused().references()
