#include "archive/buffer.h"

#include <stdlib.h>
#include <string.h>

bool mg_buffer_reserve(mg_buffer *buffer, size_t more)
{
    if (more >= MG_BUFFER_MAX - buffer->len)
        return false;
    size_t need = buffer->len + more + 1;
    if (need <= buffer->cap)
        return true;
    size_t cap = buffer->cap + buffer->cap / 2;
    if (cap < need)
        cap = need < 64 ? 64 : need;
    char *data = realloc(buffer->data, cap);
    if (!data)
        return false;
    buffer->data = data;
    buffer->cap = cap;
    data[buffer->len] = '\0';
    return true;
}

bool mg_buffer_append(mg_buffer *buffer, const void *data, size_t len)
{
    if (!mg_buffer_reserve(buffer, len))
        return false;
    if (len)
        memcpy(buffer->data + buffer->len, data, len);
    buffer->len += len;
    buffer->data[buffer->len] = '\0';
    return true;
}

bool mg_buffer_append_string(mg_buffer *buffer, const char *string)
{
    return mg_buffer_append(buffer, string, strlen(string));
}

bool mg_buffer_append_byte(mg_buffer *buffer, char byte)
{
    return mg_buffer_append(buffer, &byte, 1);
}

void mg_buffer_clear(mg_buffer *buffer)
{
    buffer->len = 0;
    if (buffer->data)
        buffer->data[0] = '\0';
}

void mg_buffer_free(mg_buffer *buffer)
{
    free(buffer->data);
    *buffer = (mg_buffer){0};
}
