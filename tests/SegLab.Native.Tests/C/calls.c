/* Calls the library as a C program does, and compares with values worked out by hand. */
#include "seglab.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static int failures = 0;

static void check(int holds, const char *what)
{
    if (holds) return;
    failures++;
    printf("failed: %s (last error: %s)\n", what, seglab_last_error());
}

#define CHECK(condition) check(condition, #condition)

static seglab_tensor tensor(void *data, int32_t type, int32_t rank, const int64_t *lengths)
{
    seglab_tensor made = { data, type, rank, lengths, NULL };
    return made;
}

static void losses(void)
{
    /* p = (0.1, 0.5, 0.1, 0.3), the third class is true. */
    float logits[4] = { logf(0.1f), logf(0.5f), logf(0.1f), logf(0.3f) }, gradient[4];
    uint8_t labels[1] = { 2 };
    int64_t shape[3] = { 1, 4, 1 }, map[2] = { 1, 1 };
    seglab_tensor z = tensor(logits, SEGLAB_FLOAT32, 3, shape), y = tensor(labels, SEGLAB_UINT8, 2, map);
    seglab_tensor g = tensor(gradient, SEGLAB_FLOAT32, 3, shape);
    seglab_loss *loss = NULL;
    double value = 0;
    CHECK(seglab_loss_create("ce", &loss) == SEGLAB_OK);
    CHECK(seglab_loss_evaluate(loss, &z, &y, NULL, NULL, 0, &value, &g) == SEGLAB_OK);
    CHECK(fabs(value + log(0.1)) < 1e-6);
    CHECK(fabsf(gradient[0] - 0.1f) < 1e-6f && fabsf(gradient[2] + 0.9f) < 1e-6f);

    labels[0] = 4;
    CHECK(seglab_loss_evaluate(loss, &z, &y, NULL, NULL, 0, &value, &g) == SEGLAB_BAD_ARGUMENT);
    CHECK(strstr(seglab_last_error(), "labels are 0 to 3") != NULL);
    CHECK(seglab_loss_destroy(loss) == SEGLAB_OK);
    CHECK(seglab_loss_evaluate(loss, &z, &y, NULL, NULL, 0, &value, &g) == SEGLAB_BAD_HANDLE);
    CHECK(seglab_loss_create("cross", &loss) == SEGLAB_BAD_TEXT);
    CHECK(seglab_loss_create(NULL, &loss) == SEGLAB_BAD_POINTER);
}

static void matrices(void)
{
    int16_t prediction[4] = { 0, 1, 1, 1 };
    int64_t truth[4] = { 0, 0, 1, 255 }, length[1] = { 4 }, counts[4];
    int32_t ignore = 255;
    seglab_tensor p = tensor(prediction, SEGLAB_INT16, 1, length), t = tensor(truth, SEGLAB_INT64, 1, length);
    seglab_confusion_matrix *matrix = NULL;
    double iou = 0;
    CHECK(seglab_confusion_matrix_create(2, &matrix) == SEGLAB_OK);
    CHECK(seglab_confusion_matrix_add(matrix, &p, &t, &ignore) == SEGLAB_OK);
    CHECK(seglab_confusion_matrix_counts(matrix, counts, 4, NULL) == SEGLAB_OK);
    CHECK(counts[0] == 1 && counts[1] == 1 && counts[2] == 0 && counts[3] == 1);
    CHECK(seglab_confusion_matrix_score(matrix, "mean_iou", &iou) == SEGLAB_OK && fabs(iou - 0.5) < 1e-12);
    CHECK(seglab_confusion_matrix_destroy(matrix) == SEGLAB_OK);
}

static void boxes(void)
{
    /* The intersection is 2 and the union 10: 1 - IoU is 0.8. */
    double prediction[4] = { 0, 0, 2, 2 }, target[4] = { 1, -1, 3, 3 }, gradient[4], value = 0;
    float found[12] = { 0, 0, 4, 4, 1, 0, 5, 4, 20, 20, 22, 22 }, scores[3] = { 0.8f, 0.9f, 0.5f }, matrix[9];
    int64_t pair[2] = { 1, 4 }, three[2] = { 3, 4 }, length[1] = { 3 }, square[2] = { 3, 3 };
    int32_t kept[3];
    size_t count = 0;
    seglab_tensor p = tensor(prediction, SEGLAB_FLOAT64, 2, pair), t = tensor(target, SEGLAB_FLOAT64, 2, pair);
    seglab_tensor g = tensor(gradient, SEGLAB_FLOAT64, 2, pair);
    seglab_tensor b = tensor(found, SEGLAB_FLOAT32, 2, three), s = tensor(scores, SEGLAB_FLOAT32, 1, length), m = tensor(matrix, SEGLAB_FLOAT32, 2, square);
    seglab_box_loss *loss = NULL;
    seglab_suppression *suppression = NULL;
    CHECK(seglab_box_loss_create("iou", &loss) == SEGLAB_OK);
    CHECK(seglab_box_loss_evaluate(loss, &p, &t, SEGLAB_XYXY, NULL, 0, &value, &g) == SEGLAB_OK);
    CHECK(fabs(value - 0.8) < 1e-14 && fabs(gradient[2] + 0.2) < 1e-14);
    CHECK(seglab_box_loss_evaluate(loss, &p, &b, SEGLAB_XYXY, NULL, 0, &value, NULL) == SEGLAB_BAD_ARGUMENT);
    CHECK(seglab_box_loss_destroy(loss) == SEGLAB_OK);
    CHECK(seglab_box_overlap(&b, &b, SEGLAB_XYXY, SEGLAB_IOU, 0, &m) == SEGLAB_OK && fabsf(matrix[1] - 0.6f) < 1e-6f);
    CHECK(seglab_suppression_create(SEGLAB_SUPPRESS_HARD, SEGLAB_IOU, 0.5, 0.5, 0, &suppression) == SEGLAB_OK);
    CHECK(seglab_suppression_select(suppression, &b, &s, NULL, SEGLAB_XYXY, kept, NULL, 3, &count) == SEGLAB_OK);
    CHECK(count == 2 && kept[0] == 1 && kept[1] == 2);
    CHECK(seglab_suppression_destroy(suppression) == SEGLAB_OK);
}

static void collections(void)
{
    /* A run of pixels that is predicted one pixel too far to the left, and an IoU of 3/5. */
    int32_t prediction[6] = { 1, 1, 1, 1, 0, 0 }, truth[6] = { 0, 1, 1, 1, 1, 0 }, label = 1;
    int64_t shape[2] = { 1, 6 }, counts[3];
    double spacing[1] = { 0.5 }, mean = -1, threshold = 0.5, quality = -1;
    seglab_tensor p = tensor(prediction, SEGLAB_INT32, 2, shape), t = tensor(truth, SEGLAB_INT32, 2, shape);
    seglab_surface_distances *surfaces = NULL;
    seglab_instance_matching *matching = NULL;
    seglab_panoptic_quality *panoptic = NULL;
    CHECK(seglab_surface_distances_create(&label, 1, spacing, 1, SEGLAB_SURFACE_VOXEL, 1, NULL, 0, &surfaces) == SEGLAB_OK);
    CHECK(seglab_surface_distances_add(surfaces, &p, &t) == SEGLAB_OK);
    CHECK(seglab_surface_distances_means(surfaces, "hausdorff", &mean, 1) == SEGLAB_OK && mean == 0.5);
    CHECK(seglab_surface_distances_destroy(surfaces) == SEGLAB_OK);
    CHECK(seglab_instance_matching_create(&threshold, 1, &matching) == SEGLAB_OK);
    CHECK(seglab_instance_matching_add(matching, &p, &t, NULL) == SEGLAB_OK);
    CHECK(seglab_instance_matching_counts(matching, counts, 3) == SEGLAB_OK && counts[0] == 1 && counts[1] == 0 && counts[2] == 0);
    CHECK(seglab_instance_matching_destroy(matching) == SEGLAB_OK);
    CHECK(seglab_panoptic_quality_create(&label, 1, NULL, 0, 7, &panoptic) == SEGLAB_OK);
    CHECK(seglab_panoptic_quality_add(panoptic, &p, &p, &t, &t) == SEGLAB_BAD_ARGUMENT); /* 0 is no category */
    CHECK(seglab_panoptic_quality_mean(panoptic, "pq", &quality) == SEGLAB_OK && isnan(quality));
    CHECK(seglab_panoptic_quality_destroy(panoptic) == SEGLAB_OK);
}

static void distances(void)
{
    uint8_t mask[4] = { 1, 1, 1, 0 };
    float found[4];
    int64_t shape[2] = { 2, 2 };
    double spacing[2] = { 3, 4 };
    seglab_tensor m = tensor(mask, SEGLAB_UINT8, 2, shape), d = tensor(found, SEGLAB_FLOAT32, 2, shape);
    CHECK(seglab_distance_transform(&m, spacing, 0, &d) == SEGLAB_OK);
    CHECK(found[0] == 5 && found[1] == 3 && found[2] == 4 && found[3] == 0);
}

static void *many_calls(void *argument)
{
    (void)argument;
    for (int i = 0; i < 500; i++) {
        losses();
        matrices();
        boxes();
        collections();
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[4];
    CHECK(seglab_abi_version() == SEGLAB_ABI_VERSION);
    CHECK(strlen(seglab_version()) >= 5);
    CHECK(strcmp(seglab_last_error(), "") == 0);
    distances();
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, many_calls, NULL);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    if (failures == 0) printf("all checks hold, SegLab %s\n", seglab_version());
    return failures != 0;
}
