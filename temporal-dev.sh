#!/usr/bin/env bash
# Temporal's development server with its Web UI and the three workers, in the foreground; Ctrl-C stops all of it.
# Starting it again goes on with every open sweep. Settings: TEMPORAL_ADDRESS, SPECGEN_UI_PORT, SPECGEN_DATABASE.
exec node "$(dirname "$(readlink -f "$0")")/setup/specgen.mjs" up --foreground
