#!/bin/bash
# Run once, when the database is made: let the standby follow.
set -euo pipefail
echo "host replication minutes all scram-sha-256" >> "$PGDATA/pg_hba.conf"
psql --username minutes --dbname minutes --command "SELECT pg_create_physical_replication_slot('standby')"
