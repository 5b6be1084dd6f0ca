#!/usr/bin/env bash
# The fourteen local models of sweeps/local.json over levels 1-7; options of `specgen sweep` may follow.
cd "$(dirname "$(readlink -f "$0")")" && node setup/specgen.mjs up && exec node setup/specgen.mjs sweep sweeps/local.json "$@"
