#!/bin/bash
# decoders.sh - pictures of the optional decoders: marks that our own PNGs carry
# are found in their GIF, TIFF, HEIF, AVIF and JPEG XL copies, and bombs and cut
# files are told apart from pictures without marks.
python3 tests/cli/decoders.py
