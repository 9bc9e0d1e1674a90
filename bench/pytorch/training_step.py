"""Times PyTorch's training step of the U-Net that SegLab trains: one line of milliseconds for each line read from standard input."""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)), inplace=True)
        return F.relu(self.bn2(self.conv2(x)), inplace=True)


class UNet(nn.Module):
    def __init__(self, channels, classes, width, depth):
        super().__init__()
        widths = [width << level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(Block(i, o) for i, o in zip([channels] + widths, widths))
        self.decoder = nn.ModuleList(Block(3 * c, c) for c in widths[:-1])
        self.head = nn.Conv2d(width, classes, 1)

    def forward(self, x):
        skips = []
        for level, block in enumerate(self.encoder):
            x = block(F.max_pool2d(x, 2) if level > 0 else x)
            skips.append(x)
        for block, skip in zip(reversed(self.decoder), reversed(skips[:-1])):
            up = F.interpolate(x, size=skip.shape[2:], mode="bilinear", align_corners=False)
            x = block(torch.cat([up, skip], 1))
        return self.head(x)


def main():
    batch, channels, height, width, classes, base, depth, threads = map(int, sys.argv[1:9])
    layout = torch.channels_last if sys.argv[9:] == ["channels_last"] else torch.contiguous_format
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    net = UNet(channels, classes, base, depth).to(memory_format=layout)
    adam = torch.optim.Adam(net.parameters(), lr=1e-3)
    images = torch.randn(batch, channels, height, width).to(memory_format=layout)
    labels = torch.randint(0, classes, (batch, height, width))

    def step():
        adam.zero_grad()
        F.cross_entropy(net(images), labels).backward()
        adam.step()

    for _ in range(3):
        step()
    print(torch.__version__, flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        step()
        print(1e3 * (time.perf_counter() - start), flush=True)


main()
