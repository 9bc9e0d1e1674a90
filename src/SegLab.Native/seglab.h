/*
 * SegLab's C interface: losses for segmentation and for boxes with their gradients, metrics, non-maximum suppression, and distance transforms.
 *
 * Build the library with
 *
 *     dotnet publish src/SegLab.Native -c Release
 *
 * and link with artifacts/publish/SegLab.Native/release/libseglab.so (libseglab.dll, libseglab.dylib).
 *
 * Errors. Every function but the three that tell versions and the last error returns a seglab_status. When it is not SEGLAB_OK,
 * seglab_last_error() says in a sentence what was wrong, where, and what was expected; what the function was to write is then
 * unspecified, and nothing else has changed (but see seglab_confusion_matrix_add). No exception and no abort leaves the library. Null and misaligned pointers and handles
 * that are not live are found; a pointer to memory that is not there, or is smaller than the shape says, cannot be.
 *
 * Threads. All functions may be called from several threads at a time, on the same handle too: evaluations of one loss run side by side,
 * and calls on one confusion matrix, or on another collection of metrics, wait for each other. Destroying a handle that another thread is in the middle of using is safe.
 * Results are the same, bit for bit, for any number of threads. A child that was forked after its parent has called the library must not call it:
 * the threads that it needs are not there. The library cannot be unloaded (dlclose keeps it).
 *
 * Memory. What is passed in stays the caller's and is not kept after the call. Tensors in row-major order are used where they lie; with other
 * strides the library works on a copy of its own. A loss, a suppression and a collection of surface distances keep the memory that their largest call
 * took until they are destroyed.
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
    SEGLAB_INT64 = 5,
    SEGLAB_FLOAT64 = 6
};

/* What the four numbers of a box are. */
enum {
    SEGLAB_XYXY = 0,  /* left, top, right, bottom */
    SEGLAB_XYWH = 1,  /* left, top, width, height */
    SEGLAB_CXCYWH = 2 /* center x, center y, width, height */
};

/* How much two boxes are alike. */
enum {
    SEGLAB_IOU = 0,
    SEGLAB_GIOU = 1,
    SEGLAB_DIOU = 2,
    SEGLAB_CIOU = 3
};

/* What becomes of a box that overlaps one with a higher score. */
enum {
    SEGLAB_SUPPRESS_HARD = 0,    /* it goes */
    SEGLAB_SUPPRESS_LINEAR = 1,  /* its score is multiplied by 1 - overlap where that is above the threshold (soft-NMS) */
    SEGLAB_SUPPRESS_GAUSSIAN = 2 /* its score is multiplied by e^(-overlap^2 / sigma) (soft-NMS) */
};

/* What a surface is made of. */
enum {
    SEGLAB_SURFACE_VOXEL = 0, /* voxels of the object with a face neighbour outside it, each counting 1 */
    SEGLAB_SURFACE_AREA = 1   /* corners between voxels, weighted by the length or area of the surface around them */
};

/* Memory of the caller, and how it is to be read. */
typedef struct seglab_tensor {
    void *data;             /* the first element, aligned to its size */
    int32_t type;           /* SEGLAB_FLOAT32 and so on */
    int32_t rank;           /* how many extents there are, 1 to 8 */
    const int64_t *lengths; /* the extents, each at least 1; of boxes there may be none, [0, 4], and data is not looked at then */
    const int64_t *strides; /* for each axis the step in elements, at least 0; null for row-major order without gaps */
} seglab_tensor;

/* Handles. They are not pointers to memory. */
typedef struct seglab_loss seglab_loss;
typedef struct seglab_confusion_matrix seglab_confusion_matrix;
typedef struct seglab_box_loss seglab_box_loss;
typedef struct seglab_suppression seglab_suppression;
typedef struct seglab_surface_distances seglab_surface_distances;
typedef struct seglab_instance_matching seglab_instance_matching;
typedef struct seglab_panoptic_quality seglab_panoptic_quality;

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

/* ---- Boxes --------------------------------------------------------------------------------------------------------------- */

/*
 * Makes a box loss from its text form, such as "ciou(detach_alpha=false)" or "giou(reduction=sum)"; docs/boxes.md lists them all.
 * Release it with seglab_box_loss_destroy.
 */
seglab_status seglab_box_loss_create(const char *text, seglab_box_loss **loss);

/*
 * Makes the Wise-IoU loss of the next step: its running mean has moved by the momentum, above 0 to 1, towards iou_loss, a batch's mean of 1 - IoU,
 * which the loss "iou" tells. The mean stands in the text form, so that it can be saved. Other losses have none: SEGLAB_WRONG_FUNCTION.
 */
seglab_status seglab_box_loss_follow(seglab_box_loss *loss, double iou_loss, double momentum, seglab_box_loss **result);

/* Writes the text form, as seglab_loss_text does. */
seglab_status seglab_box_loss_text(seglab_box_loss *loss, char *buffer, size_t capacity, size_t *length);

/*
 * Computes the value and, where gradient is not null, d value / d predictions.
 *
 * predictions    float32 or float64 [N, 4], finite, without negative sizes; all tensors of a call have one type. N may be 0
 * targets        the box that each should be, [N, 4], in the same format
 * format         what the numbers are: SEGLAB_XYXY and so on
 * weights        a weight for each box, [N], finite and at least 0; or null
 * threads        the most threads to use, 0 for as many as there are processors
 * value          receives the value; 0 when there is no box, or all weights are 0
 * gradient       [N, 4], by the numbers of the format; or null. It may be the predictions' own memory; any other overlap is undefined
 */
seglab_status seglab_box_loss_evaluate(
    seglab_box_loss *loss, const seglab_tensor *predictions, const seglab_tensor *targets, int32_t format,
    const seglab_tensor *weights, int32_t threads, double *value, const seglab_tensor *gradient);

/* The value of each box, times its weight, [N], whatever the reduction; and the gradient of their sum, of which each row is that of its own box. */
seglab_status seglab_box_loss_evaluate_each(
    seglab_box_loss *loss, const seglab_tensor *predictions, const seglab_tensor *targets, int32_t format,
    const seglab_tensor *weights, int32_t threads, const seglab_tensor *values, const seglab_tensor *gradient);

/* Releases a box loss. Null is no error. */
seglab_status seglab_box_loss_destroy(seglab_box_loss *loss);

/*
 * Fills a matrix, [N, M], with the similarity (SEGLAB_IOU and so on) of each of the rows, [N, 4], with each of the columns, [M, 4]. All three are
 * float32 or all float64.
 */
seglab_status seglab_box_overlap(
    const seglab_tensor *rows, const seglab_tensor *columns, int32_t format, int32_t similarity, int32_t threads,
    const seglab_tensor *matrix);

/*
 * Makes a non-maximum suppression. Release it with seglab_suppression_destroy.
 *
 * method         SEGLAB_SUPPRESS_HARD and so on
 * similarity     how overlap is measured, SEGLAB_IOU and so on; with SEGLAB_DIOU boxes whose centers are apart stay
 * threshold      the overlap above which a box is suppressed, 0 to 1; SEGLAB_SUPPRESS_GAUSSIAN has none
 * sigma          how slowly a Gaussian falls with the overlap, above 0; 0.5 is usual, and the others do not look at it
 * minimum_score  the score below which a box goes where scores are lowered, 0 or more; 0.001 is usual
 */
seglab_status seglab_suppression_create(
    int32_t method, int32_t similarity, double threshold, double sigma, double minimum_score, seglab_suppression **suppression);

/*
 * Selects boxes.
 *
 * boxes          float32 [N, 4]; N may be 0
 * scores         float32 [N], finite; of equal ones the first counts as the higher
 * classes        int32 [N], where only boxes of one class suppress each other; or null, when all do
 * kept           receives the indices of the boxes that stay, by falling score
 * kept_scores    receives the scores that they stay with; or null
 * capacity       the room in both, in numbers, at least N
 * count          receives how many stay
 */
seglab_status seglab_suppression_select(
    seglab_suppression *suppression, const seglab_tensor *boxes, const seglab_tensor *scores, const seglab_tensor *classes,
    int32_t format, int32_t *kept, float *kept_scores, size_t capacity, size_t *count);

/* Releases a suppression. Null is no error. */
seglab_status seglab_suppression_destroy(seglab_suppression *suppression);

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

/*
 * Makes an empty collection of surface distances. Release it with seglab_surface_distances_destroy.
 *
 * labels         the classes whose surfaces are compared, 1 to 4096
 * spacing        the distance between neighbours along each spatial axis; axes is how many there are, 0 for distances in pixels
 * element        SEGLAB_SURFACE_VOXEL or SEGLAB_SURFACE_AREA
 * tolerance      the distance up to which surface Dice and boundary F1 forgive, in units of the spacing, at least 0
 * ignore_label   pixels of this true label are outside in both maps; or null
 * threads        the most threads to use, 0 for as many as there are processors
 */
seglab_status seglab_surface_distances_create(
    const int32_t *labels, size_t count, const double *spacing, size_t axes, int32_t element, double tolerance,
    const int32_t *ignore_label, int32_t threads, seglab_surface_distances **surfaces);

/*
 * Compares label maps [N, spatial...] with one to three spatial axes, image by image: integers of 1, 2, 4 or 8 bytes, both of one type. No
 * image counts unless all do.
 */
seglab_status seglab_surface_distances_add(
    seglab_surface_distances *surfaces, const seglab_tensor *prediction, const seglab_tensor *truth);

/* Adds the images of another collection, made with the same options, behind these. */
seglab_status seglab_surface_distances_merge(seglab_surface_distances *surfaces, seglab_surface_distances *other);

/*
 * Writes a score of each image and label, [images, labels], the images in the order that they were added: "hausdorff", "hd95", "assd", "masd",
 * "surface_dice" or "boundary_f1". Where neither map has the label it is NaN; where one has it, distances are infinite and the last two are 0.
 * *images receives how many there are; with null values and a capacity of 0 only that is told. The capacity is in numbers.
 */
seglab_status seglab_surface_distances_scores(
    seglab_surface_distances *surfaces, const char *name, double *values, size_t capacity, size_t *images);

/* Writes for each label the mean of a score over the images where it is not NaN; NaN where it always is. The capacity is in numbers. */
seglab_status seglab_surface_distances_means(seglab_surface_distances *surfaces, const char *name, double *values, size_t capacity);

/* Releases a collection. Null is no error. */
seglab_status seglab_surface_distances_destroy(seglab_surface_distances *surfaces);

/*
 * Makes an empty collection of instances matched at some IoU thresholds, each 0 to 1; with a count of 0 at 0.50, 0.55, and so on to 0.95. Release
 * it with seglab_instance_matching_destroy.
 */
seglab_status seglab_instance_matching_create(const double *thresholds, size_t count, seglab_instance_matching **matching);

/*
 * Matches the instances of maps [N, spatial...], image by image: integers of 1, 2, 4 or 8 bytes, both of one type, the number of the instance that a
 * pixel is of, and 0 for none. A number is one instance, connected or not. Pixels whose true number is *ignore_label are left out (null: none).
 * No image counts unless all do.
 */
seglab_status seglab_instance_matching_add(
    seglab_instance_matching *matching, const seglab_tensor *prediction, const seglab_tensor *truth, const int32_t *ignore_label);

/* Adds the images of another collection with the same thresholds behind these. */
seglab_status seglab_instance_matching_merge(seglab_instance_matching *matching, seglab_instance_matching *other);

/* Writes for each threshold three counts of all images: instances that match, predicted ones that do not, true ones that do not. */
seglab_status seglab_instance_matching_counts(seglab_instance_matching *matching, int64_t *counts, size_t capacity);

/*
 * Writes for each threshold a score of all images' instances together: "precision", "recall", "f1", "f2", "threat_score" or "mean_iou". NaN where it
 * is not defined.
 */
seglab_status seglab_instance_matching_scores(seglab_instance_matching *matching, const char *name, double *values, size_t capacity);

/* The mean over images of the mean over thresholds of one of these scores, as Kaggle has it with "threat_score" and "f2". NaN without images. */
seglab_status seglab_instance_matching_mean_over_images(seglab_instance_matching *matching, const char *name, double *value);

/* Releases a collection. Null is no error. */
seglab_status seglab_instance_matching_destroy(seglab_instance_matching *matching);

/*
 * Makes an empty collection of panoptic quality (Kirillov and others, 2019; rules of COCO's panopticapi). Release it with
 * seglab_panoptic_quality_destroy.
 *
 * things         the categories whose segments are instances
 * stuff          the categories that are one segment an image
 * void_category  the category of pixels that are none of them
 */
seglab_status seglab_panoptic_quality_create(
    const int32_t *things, size_t thing_count, const int32_t *stuff, size_t stuff_count, int32_t void_category,
    seglab_panoptic_quality **quality);

/* Adds images: four maps [N, spatial...] of int32, the instances being numbers within a category. No image counts unless all do. */
seglab_status seglab_panoptic_quality_add(
    seglab_panoptic_quality *quality, const seglab_tensor *categories, const seglab_tensor *instances,
    const seglab_tensor *true_categories, const seglab_tensor *true_instances);

/* Adds the counts of another collection with the same categories. */
seglab_status seglab_panoptic_quality_merge(seglab_panoptic_quality *quality, seglab_panoptic_quality *other);

/* Writes a quality of each category, things before stuff: "pq", "sq" or "rq". NaN where there is no segment of it. */
seglab_status seglab_panoptic_quality_scores(seglab_panoptic_quality *quality, const char *name, double *values, size_t capacity);

/* The mean of a quality over the categories that have segments; NaN when none has. */
seglab_status seglab_panoptic_quality_mean(seglab_panoptic_quality *quality, const char *name, double *value);

/* Releases a collection. Null is no error. */
seglab_status seglab_panoptic_quality_destroy(seglab_panoptic_quality *quality);

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
