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
