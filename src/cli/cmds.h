/* SPDX-License-Identifier: Apache-2.0
 * cmds.h - the commands; main.c lists them. */
#ifndef CLI_CMDS_H
#define CLI_CMDS_H

#include "tool/options.h"

extern const struct command cmd_check;
extern const struct command cmd_show;
extern const struct command cmd_diff;
extern const struct command cmd_report;
extern const struct command cmd_rejudge;
extern const struct command cmd_merge;
extern const struct command cmd_rules;
extern const struct command cmd_formats;
extern const struct command cmd_serve;
extern const struct command cmd_trust;
extern const struct command cmd_doctor;
extern const struct command cmd_selftest;

#endif
