#!/bin/sh
# A step fails: the next is skipped, says so, and is no failure of its own.
set -eu

code=0
"$ENTRYPOINT" -post_file 0 -entrypoint sh -- -c 'exit 3' || code=$?
test "$code" = 3
test -e 0.err
test ! -e 0

"$ENTRYPOINT" -wait_file 0 -post_file 1 -entrypoint touch -- ran 2> said
test -e 1.err
test ! -e ran
grep -q '0' said
