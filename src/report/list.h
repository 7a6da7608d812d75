/* SPDX-License-Identifier: Apache-2.0
 * One line a kind of report; the order is that of the manual. */
WRITER(text)
WRITER(json)
WRITER(tree)
WRITER(html)
WRITER(csv)
WRITER(findings)
WRITER(sarif)
WRITER(junit)
WRITER(premis)
WRITER(diff)
WRITER(diff_json)
