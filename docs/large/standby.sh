#!/bin/bash
# Copy the database once, then follow it.
set -euo pipefail
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  pg_basebackup --host database --username minutes --pgdata "$PGDATA" --slot standby --write-recovery-conf --checkpoint fast
  chmod 0700 "$PGDATA"
fi
exec postgres
