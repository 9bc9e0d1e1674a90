"""Random calls of the library itself, most of them wrong in several ways: each ends in a status, and each failure says something."""

import ctypes
import random
import unittest
from collections import Counter

from seglab import library
from seglab.tensors import Tensor

ROOM = 4096


class Fuzz(unittest.TestCase):
    def test_every_call_ends_in_a_status_and_a_message(self):
        chance = random.Random(1)
        memory, labels, written = ((ctypes.c_byte * ROOM)() for _ in range(3))
        handles = [None, 1, 2 ** 64 - 1]
        for text in (b"ce", b"ce + dice", b"boundary"):
            handle = ctypes.c_void_p()
            library.call("loss_create", text, ctypes.byref(handle))
            handles.append(handle.value)
        label, no_numbers = ctypes.c_int32(1), (None, 0)
        for kind, arguments in (
                ("confusion_matrix", (2,)), ("confusion_matrix", (3,)), ("box_loss", (b"ciou",)), ("box_loss", (b"wiou(reduction=none)",)),
                ("suppression", (0, 0, 0.5, 0.5, 0)), ("surface_distances", (ctypes.byref(label), 1, *no_numbers, 0, 1, None, 1)),
                ("instance_matching", no_numbers), ("panoptic_quality", (ctypes.byref(label), 1, *no_numbers, 0))):
            handle = ctypes.c_void_p()
            library.call(kind + "_create", *arguments, ctypes.byref(handle))
            handles.append(handle.value)
        kept = []

        def tensor(place, element, shape):
            if chance.random() < 0.03:
                return None
            extents = list(shape)
            if chance.random() < 0.1:
                extents[chance.randrange(len(extents))] = chance.choice([0, -1, -2 ** 63, 2 ** 63 - 1, 2 ** 40])
            sizes = ctypes.c_int64 * 20
            strides = sizes(*[chance.choice([-1, 0, 1, 2, 2 ** 62]) for _ in shape]) if chance.random() < 0.15 else None
            made = Tensor(
                None if chance.random() < 0.03 else ctypes.addressof(place) + (chance.random() < 0.03),
                chance.randrange(-2, 9) if chance.random() < 0.05 else element,
                chance.choice([-1, 0, 2 ** 31 - 1]) if chance.random() < 0.03 else len(shape),
                None if chance.random() < 0.03 else sizes(*extents), strides)
            kept.append((made, strides))
            return ctypes.byref(made)

        def word():
            pieces = [b"ce", b"dice", b"(", b")", b"*", b"+", b"=", b"[", b"ignore_index", b"1", b"\xff", b"linear(0, 1)", b"mean_iou", b"iou", b"giou", b"hd95", b"f1", b"pq"]
            return None if chance.random() < 0.05 else b"".join(chance.choice(pieces) for _ in range(chance.randrange(5)))

        statuses = Counter()
        for _ in range(20_000):
            kept.clear()
            n, c, h, w = (chance.randint(1, 4) for _ in range(4))
            handle, value, made, size = chance.choice(handles), ctypes.c_double(), ctypes.c_void_p(), ctypes.c_size_t()
            labels[0] = chance.choice([0, 0, 0, 1, 9, -1])
            z, y = tensor(memory, 1, (n, c, h, w)), tensor(labels, chance.randint(1, 5), (n, h, w))
            out = tensor(written, 1, chance.choice([(n, c, h, w), (n, h, w)]))
            real = chance.choice([1, 6])
            p, t = tensor(memory, real, (n, 4)), tensor(memory, real, (n, 4))
            first, second = tensor(labels, 4, (n, h, w)), tensor(labels, chance.choice([2, 4]), (n, h, w))
            name, arguments = chance.choice([
                ("loss_create", (word(), ctypes.byref(made))),
                ("loss_evaluate", (handle, z, y, None, None, chance.randint(-1, 3), ctypes.byref(value), out)),
                ("loss_evaluate", (handle, z, y, tensor(memory, 1, (n, h, w)), tensor(labels, 4, (n, h, w)), 1, ctypes.byref(value), None)),
                ("confusion_matrix_add", (handle, tensor(labels, 2, (n, h, w)), y, None)),
                ("confusion_matrix_add_scores", (handle, z, y, None)),
                ("confusion_matrix_score", (handle, word(), ctypes.byref(value))),
                ("confusion_matrix_merge", (handle, chance.choice(handles))),
                ("box_loss_create", (word(), ctypes.byref(made))),
                ("box_loss_follow", (handle, chance.uniform(-1, 2), 0.5, ctypes.byref(made))),
                ("box_loss_evaluate", (handle, p, t, chance.randint(-1, 3), tensor(memory, real, (n,)), 1, ctypes.byref(value), tensor(written, real, (n, 4)))),
                ("box_loss_evaluate_each", (handle, p, t, 0, None, chance.randint(-1, 3), tensor(written, real, (n,)), None)),
                ("box_overlap", (p, t, 0, chance.randint(-1, 4), 1, tensor(written, real, (n, n)))),
                ("suppression_select", (handle, p, tensor(memory, 1, (n,)), None, 0, ctypes.addressof(written), None, chance.randint(0, 9), ctypes.byref(size))),
                ("surface_distances_add", (handle, first, second)),
                ("surface_distances_scores", (handle, word(), None, 0, ctypes.byref(size))),
                ("instance_matching_add", (handle, first, second, None)),
                ("instance_matching_scores", (handle, word(), ctypes.addressof(written), chance.randint(0, 12))),
                ("panoptic_quality_add", (handle, first, second, first, second)),
                ("panoptic_quality_mean", (handle, word(), ctypes.byref(value))),
                ("distance_transform", (tensor(labels, 2, (n, h, w)), None, 1, out)),
            ])
            status = library._functions[name](*arguments)
            statuses[status] += 1
            self.assertIn(status, range(7), library._library.seglab_last_error())
            if status != 0:
                self.assertTrue(library._library.seglab_last_error().decode())
            if made.value:
                library.call("box_loss_destroy" if name.startswith("box") else "loss_destroy", made)
        for status in range(5):
            self.assertGreater(statuses[status], 50, statuses)


if __name__ == "__main__":
    unittest.main()
