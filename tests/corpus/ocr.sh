#!/bin/bash
# ocr.sh - labels written into pictures, read by the tesseract of the system.
[ -d "$SHARED/corpus/visible/ocr" ] || { echo "corpus/visible/ocr is absent"; exit 77; }
# a pass has three seconds by the clock, which a sanitizer's build does not meet
case ${B:-build/release} in */release) ;; *) echo "only for the release build"; exit 77 ;; esac
tesseract --list-langs 2>/dev/null | grep -qx kor || { echo "tesseract with kor, eng, chi_sim is absent"; exit 77; }
python3 tests/corpus/ocr.py
