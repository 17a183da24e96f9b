#!/bin/sh
# In a shell pipeline and with redirections, as any other program.
set -eu

test "$(echo ignored | "$ENTRYPOINT" -- sh -c 'cat; echo out' | tr '[:lower:]' '[:upper:]')" = OUT
"$ENTRYPOINT" -- sh -c 'echo out; echo err >&2' > out 2> err
test "$(cat out) $(cat err)" = 'out err'

code=0
"$ENTRYPOINT" -post_file 0 -- no-such-command 2> said || code=$?
test "$code" = 127
grep -q no-such-command said
test -e 0.err
