"""A small network learns with seglab.Loss as it does with PyTorch's operators."""

import unittest

import torch
from torch import nn
from torch.nn import functional as F

import seglab


def images():
    """Squares of two brightnesses on noise, and the class of each pixel."""
    generator = torch.Generator().manual_seed(3)
    pictures, labels = 0.3 * torch.randn(8, 1, 32, 32, generator=generator), torch.zeros(8, 32, 32, dtype=torch.uint8)
    for n in range(8):
        for k in (1, 2):
            y, x = torch.randint(0, 22, (2,), generator=generator)
            pictures[n, 0, y:y + 10, x:x + 10] += k
            labels[n, y:y + 10, x:x + 10] = k
    return pictures, labels


def train(loss, steps=60):
    torch.manual_seed(7)
    network = nn.Sequential(nn.Conv2d(1, 12, 3, padding=1), nn.ReLU(), nn.Conv2d(12, 12, 3, padding=1), nn.ReLU(), nn.Conv2d(12, 3, 1))
    optimizer = torch.optim.Adam(network.parameters(), 0.02)
    pictures, labels = images()
    values = []
    for _ in range(steps):
        optimizer.zero_grad()
        value = loss(network(pictures), labels)
        value.backward()
        optimizer.step()
        values.append(value.item())
    matrix = seglab.ConfusionMatrix(3)
    with torch.no_grad():
        matrix.add_scores(network(pictures), labels)
    return values, matrix


def plain(logits, labels):
    p, t = torch.softmax(logits, 1), F.one_hot(labels.long(), 3).movedim(-1, 1).float()
    dice = 1 - (2 * (p * t).sum((2, 3)) + 1) / (p.sum((2, 3)) + t.sum((2, 3)) + 1)
    return F.cross_entropy(logits, labels.long()) + dice.mean()


class Training(unittest.TestCase):
    def test_a_network_learns(self):
        values, matrix = train(seglab.Loss("ce + dice"))
        self.assertLess(values[-1], values[0] / 4)
        self.assertGreater(matrix.mean_iou, 0.8)

    def test_the_first_steps_are_those_of_pytorch(self):
        ours, theirs = train(seglab.Loss("ce + dice"), 10)[0], train(plain, 10)[0]
        torch.testing.assert_close(torch.tensor(ours), torch.tensor(theirs), rtol=1e-3, atol=0)


if __name__ == "__main__":
    unittest.main()
