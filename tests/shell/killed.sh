#!/bin/sh
# kill -9 leaves no file behind; the next step fails all the same instead of waiting for ever.
set -eu

"$ENTRYPOINT" -post_file 0 -entrypoint sleep -- 5 &
victim=$!
until test -e 0.lock; do sleep 0.01; done

"$ENTRYPOINT" -wait_file 0 -post_file 1 -entrypoint touch -- ran 2> said &
next=$!
until test -e 1.lock; do sleep 0.01; done

kill -9 "$victim"
code=0
wait "$next" || code=$?
test "$code" = 1
test -e 1.err
test ! -e ran
grep -q '0' said
