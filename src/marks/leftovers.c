/* SPDX-License-Identifier: Apache-2.0
 * leftovers.c - the table: what chat programs leave, and which one does. */
#include "marks/leftovers.h"

/* clang-format off */
static const struct leftover leftovers[] = {
    {LEFTOVER_OAI, ":contentReference[oaicite:#]{index=#}", "chatgpt-text", false},
    {LEFTOVER_OAI, "[oaicite:#]", "chatgpt-text", false},
    {LEFTOVER_OAI, "oai_citation:#", "chatgpt-text", false},
    {LEFTOVER_OAI, "oai_citation_attribution:#", "chatgpt-text", false},
    {LEFTOVER_TURN, "\xee\x88\x80" "cite\xee\x88\x82turn#", "chatgpt-text", false},
    {LEFTOVER_TURN, "citeturn#search#", "chatgpt-text", false},
    {LEFTOVER_TURN, "citeturn#view#", "chatgpt-text", false},
    {LEFTOVER_TURN, "turn#search#", "chatgpt-text", false},
    {LEFTOVER_TURN, "turn#image#", "chatgpt-text", false},
    {LEFTOVER_TURN, "turn#news#", "chatgpt-text", false},
    {LEFTOVER_TURN, "turn#file#", "chatgpt-text", false},
    {LEFTOVER_TURN, "turn#view#", "chatgpt-text", false},
    {LEFTOVER_TURN, "turn#fetch#", "chatgpt-text", false},
    {LEFTOVER_INDEX, "\"attributableIndex\":\"#", "chatgpt-text", false},
    {LEFTOVER_COLONS, ":::writing{", "chatgpt-text", false},
    {LEFTOVER_SOURCE, "\xe3\x80\x90#\xe2\x80\xa0source\xe3\x80\x91", "chatgpt-text", false},
    {LEFTOVER_SOURCE, "\xe3\x80\x90#:#\xe2\x80\xa0source\xe3\x80\x91", "chatgpt-text", false},
    {LEFTOVER_CITE, "[cite_start]", "gemini-text", false},
    {LEFTOVER_CITE, "[cite: #", "gemini-text", false},
    {LEFTOVER_SPAN, "[span_#](start_span)", "gemini-text", false},
    {LEFTOVER_GROK, "grok_render_citation_card_json", "grok-text", false},
    {LEFTOVER_GROK, "<grok-card", "grok-text", false},
    {LEFTOVER_GROK, "[grok_card", "grok-text", false},
    {LEFTOVER_PPL, "ppl-ai-file-upload.s3.amazonaws.com", "perplexity-text", false},
    {LEFTOVER_ATTACHED, "[attached_file:#]", "perplexity-text", false},
    {LEFTOVER_WEB, "[web:#]", "perplexity-text", true},
    {LEFTOVER_REFERRER, "referrer=grok.com", "grok-text", true},
    {LEFTOVER_UTM, "utm_source=chatgpt.com", "chatgpt-text", true},
    {LEFTOVER_UTM, "utm_source=openai", "chatgpt-text", true},
    {LEFTOVER_UTM, "utm_source=copilot.com", NULL, true},
    {LEFTOVER_UTM, "utm_source=perplexity", "perplexity-text", true},
};
/* clang-format on */

const struct leftover *leftover_at(size_t i)
{
    return i < sizeof(leftovers) / sizeof(leftovers[0]) ? &leftovers[i] : NULL;
}
