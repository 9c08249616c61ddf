#include "search/server/memory.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/server/site.h"

struct web_memory {
    pthread_mutex_t lock;
    char state[WEB_STATE_MAX];
    json_t *value;
};

web_memory *web_memory_new(void)
{
    web_memory *memory = calloc(1, sizeof *memory);
    if (memory)
        pthread_mutex_init(&memory->lock, NULL);
    return memory;
}

void web_memory_free(web_memory *memory)
{
    if (!memory)
        return;
    json_decref(memory->value);
    pthread_mutex_destroy(&memory->lock);
    free(memory);
}

json_t *web_memory_get(web_memory *memory, const char *state)
{
    json_t *copy = NULL;
    if (!memory)
        return NULL;
    pthread_mutex_lock(&memory->lock);
    if (memory->value && strcmp(memory->state, state) == 0)
        copy = json_deep_copy(memory->value);
    pthread_mutex_unlock(&memory->lock);
    return copy;
}

void web_memory_put(web_memory *memory, const char *state, const json_t *value)
{
    json_t *copy = memory ? json_deep_copy(value) : NULL;
    if (!copy)
        return;
    pthread_mutex_lock(&memory->lock);
    json_decref(memory->value);
    memory->value = copy;
    snprintf(memory->state, sizeof memory->state, "%s", state);
    pthread_mutex_unlock(&memory->lock);
}
