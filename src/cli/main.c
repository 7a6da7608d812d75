/* SPDX-License-Identifier: Apache-2.0
 * main.c - the commands. */
#include "genmark.h"

#include <stdio.h>

int main(void)
{
    printf("genmark %s\n", gm_version());
    return 0;
}
