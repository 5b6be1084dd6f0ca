#!/usr/bin/env bash
# Grades the stored responses of a sweep again and writes its report anew; no model is called: ./score.sh SWEEP
cd "$(dirname "$(readlink -f "$0")")" && exec node setup/specgen.mjs score "$@"
