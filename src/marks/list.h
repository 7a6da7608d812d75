/* The finders, one a line; they run and report in this order. */
FINDER(source_type)
FINDER(label_cn)
FINDER(tool_trace)
FINDER(dwt_dct)
FINDER(stealth)
FINDER(novelai)
FINDER(dalle)
FINDER(sparkle)
