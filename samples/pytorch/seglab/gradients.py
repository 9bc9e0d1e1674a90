"""Memory for gradients."""

import sys

import torch


class GradientMemory:
    """Memory for gradients that is used again once no tensor lies in it: fresh pages cost more than the loss does."""

    ALIGNMENT = 64

    def __init__(self):
        self._memory = None

    def like(self, input):
        """A tensor of the type, the shape and, as far as they leave no gaps, the strides of the input; its values are whatever was there."""
        element = input.element_size()
        size = element * input.numel() + self.ALIGNMENT
        memory = self._memory
        if memory is None or len(memory) < size or sys.getrefcount(memory) > _REFERENCES_OF_UNUSED:
            memory = self._memory = bytearray(size)
        numbers = torch.frombuffer(memory, dtype=input.dtype, count=size // element)
        strides = torch.empty_like(input, device="meta").stride()
        return numbers.as_strided(input.shape, strides, -numbers.data_ptr() % self.ALIGNMENT // element)


class _Unused:
    """Counts as `GradientMemory.like` does the references to memory that no tensor lies in."""

    def __init__(self):
        self._memory = bytearray(1)

    def references(self):
        memory = self._memory
        return sys.getrefcount(memory)


_REFERENCES_OF_UNUSED = _Unused().references()
