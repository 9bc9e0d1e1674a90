"""
Times the counting of label pairs as NumPy users do it, and with the operators that torchmetrics' multiclass_confusion_matrix takes (1.9, validate_args=False): pixels with
the ignore index are selected away, both labels cast to int64, and bincount counts truth * classes + prediction. One line of milliseconds for each line read from standard input.
"""
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

    def count(truth, prediction):
        return torch.bincount(truth.to(torch.long) * classes + prediction.to(torch.long), minlength=classes * classes)

    def count_others():
        counted = truth != 255
        return count(truth[counted], prediction[counted])

    return count_others if library == "torch_ignoring" else lambda: count(truth, prediction)


def main():
    library, path, classes, threads, dtype = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
    labels = numpy.fromfile(path, dtype=numpy.int32).astype(dtype)
    count = counter(library, labels[: len(labels) // 2], labels[len(labels) // 2 :], classes, threads)
    for _ in sys.stdin:
        start = time.perf_counter()
        count()
        print(1e3 * (time.perf_counter() - start), flush=True)


main()
