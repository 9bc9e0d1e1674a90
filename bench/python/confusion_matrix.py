"""Times the counting of label pairs as NumPy users and torchmetrics do it: one line of milliseconds for each line read from standard input."""
import sys
import time

import numpy


def counter(library, truth, prediction, classes, threads):
    if library == "numpy":
        print(numpy.__version__, flush=True)
        return lambda: numpy.bincount(truth * classes + prediction, minlength=classes * classes)
    import torch

    torch.set_num_threads(threads)
    print(torch.__version__, flush=True)
    truth, prediction = torch.from_numpy(truth), torch.from_numpy(prediction)
    return lambda: torch.bincount(truth * classes + prediction, minlength=classes * classes)


def main():
    library, path, classes, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    labels = numpy.fromfile(path, dtype=numpy.int32).astype(numpy.int64)
    count = counter(library, labels[: len(labels) // 2], labels[len(labels) // 2 :], classes, threads)
    for _ in sys.stdin:
        start = time.perf_counter()
        count()
        print(1e3 * (time.perf_counter() - start), flush=True)


main()
