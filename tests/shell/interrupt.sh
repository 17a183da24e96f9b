#!/bin/sh
# TERM goes to the step, whose answer is the answer; a waiter just ends.
set -eu

# shellcheck disable=SC2016 # for the inner shell
"$ENTRYPOINT" -post_file 0 -- sh -c 'trap "exit 9" TERM; touch ready; while :; do sleep 0.02; done' &
step=$!
until test -e ready; do sleep 0.01; done
kill "$step"
code=0
wait "$step" || code=$?
test "$code" = 9

"$ENTRYPOINT" -wait_file never -post_file 1 -- true &
waiter=$!
until test -e 1.lock; do sleep 0.01; done
kill "$waiter"
code=0
wait "$waiter" || code=$?
test "$code" = 143
test -e 1.err
