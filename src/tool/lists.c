/* SPDX-License-Identifier: Apache-2.0
 * lists.c - the head of a list of trusted entities, by jansson. */
#include "tool/lists.h"

#include <jansson.h>
#include <stdio.h>

static void keep(char *to, size_t size, const json_t *value)
{
    const char *s = json_string_value(value);

    snprintf(to, size, "%s", s ? s : "");
}

bool list_head(const char *text, size_t len, struct list_head *out)
{
    json_error_t why;
    json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &why);
    json_t *info = json_object_get(json_object_get(root, "LoTE"),
                                   "ListAndSchemeInformation");
    json_t *number = json_object_get(info, "LoTESequenceNumber");

    *out = (struct list_head){.sequence = -1};
    if (info) {
        keep(out->name, sizeof(out->name),
             json_object_get(
                 json_array_get(json_object_get(info, "SchemeName"), 0),
                 "value"));
        keep(out->issued, sizeof(out->issued),
             json_object_get(info, "ListIssueDateTime"));
        keep(out->next, sizeof(out->next), json_object_get(info, "NextUpdate"));
        if (json_is_integer(number))
            out->sequence = json_integer_value(number);
    }
    json_decref(root);
    return info != NULL;
}
