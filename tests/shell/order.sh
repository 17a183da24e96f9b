#!/bin/sh
# Three steps in three terminals, the last one started first.
set -eu

"$ENTRYPOINT" -wait_file tools/1 -post_file tools/2 -entrypoint echo -- three >> log &
"$ENTRYPOINT" -wait_file tools/0 -post_file tools/1 -entrypoint echo -- two >> log &
sleep 0.2
"$ENTRYPOINT" -post_file tools/0 -entrypoint echo -- one >> log
wait

printf 'one\ntwo\nthree\n' > expected
diff expected log
test -e tools/2
