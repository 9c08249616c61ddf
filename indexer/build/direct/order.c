/* Quicksort after Sedgewick, "Implementing quicksort programs" (CACM 21, 1978): median of three,
 * small parts left to one insertion sort, the larger part last, without recursion. Where the pivots
 * are bad again and again, heap sort takes over, so that no input is slow. */
#include "indexer/build/direct/order.h"

#include <stdbool.h>

enum { SMALL = 16 };

static void swap(mg_order *a, mg_order *b)
{
    mg_order t = *a;
    *a = *b;
    *b = t;
}

static void insertion_sort(mg_order *t, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        mg_order moved = t[i];
        size_t j = i;
        for (; j && mg_order_before(&moved, &t[j - 1]); j--)
            t[j] = t[j - 1];
        t[j] = moved;
    }
}

static void sift_down(mg_order *t, size_t root, size_t n)
{
    for (;;) {
        size_t child = 2 * root + 1;
        if (child >= n)
            return;
        if (child + 1 < n && mg_order_before(&t[child], &t[child + 1]))
            child++;
        if (!mg_order_before(&t[root], &t[child]))
            return;
        swap(&t[root], &t[child]);
        root = child;
    }
}

static void heap_sort(mg_order *t, size_t n)
{
    for (size_t i = n / 2; i-- > 0;)
        sift_down(t, i, n);
    for (size_t i = n; i-- > 1;) {
        swap(&t[0], &t[i]);
        sift_down(t, 0, i);
    }
}

/* Parts the terms around the median of three; returns where the second part begins. */
static size_t part(mg_order *t, size_t n)
{
    size_t mid = n / 2;
    if (mg_order_before(&t[mid], &t[0]))
        swap(&t[mid], &t[0]);
    if (mg_order_before(&t[n - 1], &t[0]))
        swap(&t[n - 1], &t[0]);
    if (mg_order_before(&t[n - 1], &t[mid]))
        swap(&t[n - 1], &t[mid]);
    mg_order pivot = t[mid];
    size_t i = 0, j = n - 1;
    for (;;) {
        while (mg_order_before(&t[i], &pivot))
            i++;
        while (mg_order_before(&pivot, &t[j]))
            j--;
        if (i >= j)
            return j + 1;
        swap(&t[i++], &t[j--]);
    }
}

static void quicksort(mg_order *t, size_t n, unsigned depth)
{
    while (n > SMALL) {
        if (depth-- == 0) {
            heap_sort(t, n);
            return;
        }
        size_t second = part(t, n);
        if (second < n - second) {
            quicksort(t, second, depth);
            t += second;
            n -= second;
        } else {
            quicksort(t + second, n - second, depth);
            n = second;
        }
    }
    insertion_sort(t, n);
}

void mg_order_sort(mg_order *terms, size_t n)
{
    unsigned depth = 4;
    for (size_t left = n; left; left /= 2)
        depth += 2;
    quicksort(terms, n, depth);
}
