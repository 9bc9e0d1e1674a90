"""Times scipy.ndimage.distance_transform_edt on a mask in a file: one line of milliseconds for each line read from standard input."""
import sys
import time

import numpy
import scipy
from scipy import ndimage


def main():
    path, spacing = sys.argv[1], [float(value) for value in sys.argv[2].split(",")]
    shape = [int(value) for value in sys.argv[3].split(",")]
    mask = numpy.fromfile(path, dtype=numpy.uint8).reshape(shape)
    print(scipy.__version__, flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        ndimage.distance_transform_edt(mask, sampling=spacing)
        print(1e3 * (time.perf_counter() - start), flush=True)


main()
