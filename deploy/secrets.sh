#!/usr/bin/env bash
# Make the secrets that docker-compose.yml reads, in deploy/secrets/, and keep those that exist.
# EMAIL_URL is asked for: smtp+tls://user:password@host:587
set -euo pipefail
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
random() { LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom | head -c "$1" || true; }
keep() { [ -s "secrets/$1" ] || { printf '%s' "$2" >"secrets/$1" && echo "créé : deploy/secrets/$1"; }; }

keep secret_key "$(random 64)"
keep database_password "$(random 40)"
keep database_url "postgres://chantiers:$(cat secrets/database_password)@database:5432/chantiers"
if [ ! -s secrets/email_url ]; then
  [ -n "${EMAIL_URL:-}" ] || read -r -p "Serveur SMTP (smtp+tls://utilisateur:mot-de-passe@serveur:587) : " EMAIL_URL
  keep email_url "$EMAIL_URL"
fi
# The containers' users read them through a mount; on this machine the folder stays closed.
chmod 644 secrets/*
