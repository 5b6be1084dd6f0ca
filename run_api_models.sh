#!/usr/bin/env bash
# The API models of sweeps/api.json over levels 1-7, with ANTHROPIC_API_KEY and OPENAI_API_KEY set; options of `specgen sweep` may follow.
cd "$(dirname "$(readlink -f "$0")")" && node setup/specgen.mjs up && exec node setup/specgen.mjs sweep sweeps/api.json "$@"
