"""Times Pillow reading the PNG masks of a folder: one line of milliseconds for each line read from standard input."""
import pathlib
import sys
import time

import numpy
import PIL
from PIL import Image


def main():
    paths = sorted(str(path) for path in pathlib.Path(sys.argv[1]).rglob("*.png"))
    print(PIL.__version__, flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        for path in paths:
            numpy.array(Image.open(path))
        print(1e3 * (time.perf_counter() - start), flush=True)


main()
