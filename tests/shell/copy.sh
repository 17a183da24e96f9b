#!/bin/sh
# What place-tools does, and then a step with the copy.
set -eu

"$ENTRYPOINT" cp "$ENTRYPOINT" tools/entrypoint
cmp "$ENTRYPOINT" tools/entrypoint
test "$(tools/entrypoint -entrypoint echo -- 'hello  world')" = 'hello  world'
test "$(ls -A tools)" = entrypoint
