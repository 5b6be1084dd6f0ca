#!/usr/bin/env bash
# The six qualifying models of sweeps/expert.json over levels 14-20; options of `specgen sweep` may follow.
cd "$(dirname "$(readlink -f "$0")")" && node setup/specgen.mjs up && exec node setup/specgen.mjs sweep sweeps/expert.json "$@"
