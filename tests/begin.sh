# begin.sh - what tests of the command begin with, read by them: $G is the
# program, $t a folder that goes when the test does; `no` tells what is wrong,
# and a test ends with `exit $bad`.
G=$PWD/${B:-build/release}/genmark
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
export LANG=C
unset LC_ALL LC_MESSAGES
bad=0
no() { echo "$*"; bad=1; }
