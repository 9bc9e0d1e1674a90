/*
 * SegLab's C interface: segmentation losses with their gradients, metrics, and distance transforms.
 *
 * Build the library with
 *
 *     dotnet publish src/SegLab.Native -c Release
 *
 * and link with artifacts/publish/SegLab.Native/release/libseglab.so (libseglab.dll, libseglab.dylib).
 *
 * Errors. Every function but the three that tell versions and the last error returns a seglab_status. When it is not SEGLAB_OK,
 * seglab_last_error() says in a sentence what was wrong, where, and what was expected; what the function would have written is then
 * unspecified, and nothing else has changed. No exception and no abort leaves the library. Null and misaligned pointers and handles
 * that are not live are found; a pointer to memory that is not there, or is smaller than the shape says, cannot be.
 *
 * Threads. All functions may be called from several threads at a time, on the same handle too: evaluations of one loss run side by side,
 * and calls on one confusion matrix wait for each other. Destroying a handle that another thread is in the middle of using is safe.
 * Results are the same, bit for bit, for any number of threads. A process that has called the library and then forks cannot use it
 * in the child unless every call there asks for one thread. The library cannot be unloaded (dlclose keeps it).
 *
 * Memory. What is passed in stays the caller's and is not kept after the call. Tensors in row-major order are used where they lie; with other
 * strides the library works on a copy of its own. Losses keep what memory their largest call took until they are destroyed.
 *
 * For 64-bit processes. Where the instruction set of the library is not the processor's the process ends as it is loaded; see
 * docs/interop.md for the choice.
 */
#ifndef SEGLAB_H
#define SEGLAB_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface; it grows when something that was here changes, not when something is added. */
#define SEGLAB_ABI_VERSION 1

/* What a function returns. */
typedef int32_t seglab_status;

enum {
    SEGLAB_OK = 0,
    SEGLAB_BAD_POINTER = 1,    /* a pointer is null where it must not be, or misaligned for what it points to */
    SEGLAB_BAD_HANDLE = 2,     /* not a live handle, or one of another kind */
    SEGLAB_BAD_TEXT = 3,       /* a loss or a score that does not exist, or text that is not UTF-8 */
    SEGLAB_BAD_ARGUMENT = 4,   /* a shape, stride, element type, label or number that does not fit */
    SEGLAB_WRONG_FUNCTION = 5, /* the loss or matrix is of a kind that this function does not serve */
    SEGLAB_OUT_OF_MEMORY = 6,
    SEGLAB_INTERNAL_ERROR = 7  /* a fault in the library; please report its message */
};

/* The types of elements. */
enum {
    SEGLAB_FLOAT32 = 1,
    SEGLAB_UINT8 = 2,
    SEGLAB_INT16 = 3,
    SEGLAB_INT32 = 4,
    SEGLAB_INT64 = 5
};

/* Memory of the caller, and how it is to be read. */
typedef struct seglab_tensor {
    void *data;             /* the first element, aligned to its size */
    int32_t type;           /* SEGLAB_FLOAT32 and so on */
    int32_t rank;           /* how many extents there are, 1 to 8 */
    const int64_t *lengths; /* the extents, each at least 1 */
    const int64_t *strides; /* for each axis the step in elements, at least 0; null for row-major order without gaps */
} seglab_tensor;

/* Handles. They are not pointers to memory. */
typedef struct seglab_loss seglab_loss;
typedef struct seglab_confusion_matrix seglab_confusion_matrix;

/* The SEGLAB_ABI_VERSION that the library was built with. */
uint32_t seglab_abi_version(void);

/* The version of SegLab, such as "0.1.0". */
const char *seglab_version(void);

/*
 * What was wrong in the last call of this thread that failed, in UTF-8; empty when none has. It is valid until another call of this thread fails,
 * and no longer than the thread.
 */
const char *seglab_last_error(void);

/* ---- Losses -------------------------------------------------------------------------------------------------------------- */

/*
 * Makes a loss from its text form, such as "0.5*ce(ignore_index=255) + dice(smooth=1)"; docs/losses.md lists them all.
 * Release it with seglab_loss_destroy.
 */
seglab_status seglab_loss_create(const char *text, seglab_loss **loss);

/* Makes the loss whose weights are those of some point of the training, 0 to 1. It changes nothing where no weight follows a schedule. */
seglab_status seglab_loss_at(seglab_loss *loss, double progress, seglab_loss **result);

/*
 * Writes the text form in UTF-8 with a 0 at its end. *length receives its bytes without the 0. With a null buffer and a capacity of 0
 * only the length is told; a buffer that is too small is an error, and the length is told too.
 */
seglab_status seglab_loss_text(seglab_loss *loss, char *buffer, size_t capacity, size_t *length);

/*
 * Computes the value and, where gradient is not null, d value / d logits.
 *
 * logits         float32 [N, C, spatial...], finite
 * target         labels [N, spatial...] of 1, 2, 4 or 8 bytes (SEGLAB_UINT8 to SEGLAB_INT64), or float32 [N, C, spatial...] from 0 to 1.
 *                With C = 1 label 1 is the foreground and 0 the background
 * pixel_weights  float32 [N, spatial...], finite and at least 0, or null
 * instances      int32 [N, spatial...], instance numbers for losses that weigh the borders between instances, or null
 * threads        the most threads to use, 0 for as many as there are processors
 * value          receives the value; 0 when no pixel counts
 * gradient       float32 in the shape of the logits, elements that do not overlap; or null. It may be the logits' own memory; any other overlap
 *                is undefined
 */
seglab_status seglab_loss_evaluate(
    seglab_loss *loss, const seglab_tensor *logits, const seglab_tensor *target, const seglab_tensor *pixel_weights,
    const seglab_tensor *instances, int32_t threads, double *value, const seglab_tensor *gradient);

/*
 * The same for a loss with reduction=none, which has a map of values and no one value; the gradient is that of their sum.
 *
 * values         float32 in row-major order: [N, spatial...] for a pixel-wise loss on a softmax, [N, C, spatial...] on a sigmoid, [N, classes] for
 *                a region loss of each image and [classes] over the batch
 */
seglab_status seglab_loss_evaluate_map(
    seglab_loss *loss, const seglab_tensor *logits, const seglab_tensor *target, const seglab_tensor *pixel_weights,
    const seglab_tensor *instances, int32_t threads, const seglab_tensor *values, const seglab_tensor *gradient);

/* Releases a loss. Null is no error. */
seglab_status seglab_loss_destroy(seglab_loss *loss);

/* ---- Metrics ------------------------------------------------------------------------------------------------------------- */

/* Makes an empty confusion matrix of 1 to 4096 classes. Release it with seglab_confusion_matrix_destroy. */
seglab_status seglab_confusion_matrix_create(int32_t classes, seglab_confusion_matrix **matrix);

/*
 * Counts the pixels of label maps: integers of 1, 2, 4 or 8 bytes and of one shape; the two may differ in type. Pixels whose true label is
 * *ignore_label are left out (null: all count). A prediction of that label is a miss of the true class and no false positive of
 * any. Any other label that is no class is an error; pixels before it may have been counted then.
 */
seglab_status seglab_confusion_matrix_add(
    seglab_confusion_matrix *matrix, const seglab_tensor *prediction, const seglab_tensor *truth, const int32_t *ignore_label);

/*
 * Counts pixels whose predicted class is the one with the highest score, the lowest of several.
 *
 * scores         float32 [N, classes, spatial...]: logits, probabilities, or anything that orders classes so; a NaN is an error
 * truth          labels [N, spatial...]
 */
seglab_status seglab_confusion_matrix_add_scores(
    seglab_confusion_matrix *matrix, const seglab_tensor *scores, const seglab_tensor *truth, const int32_t *ignore_label);

/* Counts pixels of two classes: class 1 is predicted where the probability (float32, in the shape of the truth) is above the threshold. */
seglab_status seglab_confusion_matrix_add_probabilities(
    seglab_confusion_matrix *matrix, const seglab_tensor *probabilities, const seglab_tensor *truth, float threshold,
    const int32_t *ignore_label);

/* Adds the counts of another matrix with as many classes. */
seglab_status seglab_confusion_matrix_merge(seglab_confusion_matrix *matrix, seglab_confusion_matrix *other);

/* Sets all counts to zero. */
seglab_status seglab_confusion_matrix_clear(seglab_confusion_matrix *matrix);

/*
 * Writes the counts, classes x classes numbers, a row a true class, and, where unassigned is not null, for each true class its pixels
 * whose prediction was the ignored label. The capacity is that of counts, in numbers.
 */
seglab_status seglab_confusion_matrix_counts(
    seglab_confusion_matrix *matrix, int64_t *counts, size_t capacity, int64_t *unassigned);

/*
 * One score of all classes: "pixel_accuracy", "mean_accuracy", "mean_iou", "mean_dice", "frequency_weighted_iou", "generalized_dice",
 * "cohen_kappa" or "matthews_correlation". NaN where it is not defined.
 */
seglab_status seglab_confusion_matrix_score(seglab_confusion_matrix *matrix, const char *name, double *value);

/*
 * A score of each class: "iou", "dice", "precision", "recall", "specificity", "balanced_accuracy" or "volumetric_similarity". NaN where
 * it is not defined. The capacity is in numbers, at least the classes.
 */
seglab_status seglab_confusion_matrix_class_scores(
    seglab_confusion_matrix *matrix, const char *name, double *values, size_t capacity);

/* Releases a matrix. Null is no error. */
seglab_status seglab_confusion_matrix_destroy(seglab_confusion_matrix *matrix);

/* ---- Distances ----------------------------------------------------------------------------------------------------------- */

/*
 * For each nonzero element of a mask the exact Euclidean distance to the nearest zero element, 0 for zero elements; infinite everywhere
 * when there is no zero element.
 *
 * mask           SEGLAB_UINT8, 1 to 3 extents above 1
 * spacing        the distance between neighbours along each axis of the mask, or null for 1
 * threads        the most threads to use, 0 for as many as there are processors
 * distances      float32 in the shape of the mask
 */
seglab_status seglab_distance_transform(
    const seglab_tensor *mask, const double *spacing, int32_t threads, const seglab_tensor *distances);

/* The squares of these distances: with a spacing of 1 exact up to 2^24. */
seglab_status seglab_squared_distance_transform(
    const seglab_tensor *mask, const double *spacing, int32_t threads, const seglab_tensor *distances);

/* For each element of a label map (SEGLAB_INT32) the distance to the nearest element with another label. */
seglab_status seglab_distance_to_other_label(
    const seglab_tensor *labels, const double *spacing, int32_t threads, const seglab_tensor *distances);

#ifdef __cplusplus
}
#endif

#endif
