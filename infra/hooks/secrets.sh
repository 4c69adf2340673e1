#!/usr/bin/env bash
# Sees to it that the vault holds every secret that the app's settings name: makes signing secrets for callers and the key of
# messages, asks for carriers' credentials. Never overwrites one that is there, never prints a value, never passes one as an argument.
# Needs az, signed in as somebody who may set secrets, and from azd: AZURE_RESOURCE_GROUP, AZURE_FUNCTION_APP_NAME,
# AZURE_KEY_VAULT_NAME; AZURE_SUBSCRIPTION_ID if it is not az's own. SECRETS_WAIT_SECONDS: how long a role that was given just now
# may take to count (default 300).
set -euo pipefail

: "${AZURE_RESOURCE_GROUP:?}" "${AZURE_FUNCTION_APP_NAME:?}" "${AZURE_KEY_VAULT_NAME:?}"

azure() {
  az "$@" ${AZURE_SUBSCRIPTION_ID:+--subscription "$AZURE_SUBSCRIPTION_ID"}
}

settings_named() { # a suffix of the names of settings -> their values, which are names of secrets
  azure functionapp config appsettings list --resource-group "$AZURE_RESOURCE_GROUP" --name "$AZURE_FUNCTION_APP_NAME" \
    --query "[?starts_with(name, 'Gateway__') && ends_with(name, '$1')].value" --output tsv | tr -d '\r' | sort -u
}

secrets_in_templates() { # -> the names in {secret:...} and {basic:...:...} of carriers of kind Http
  azure functionapp config appsettings list --resource-group "$AZURE_RESOURCE_GROUP" --name "$AZURE_FUNCTION_APP_NAME" \
    --query "[?starts_with(name, 'Gateway__Carriers__') && contains(value || '', '{')].value" --output tsv | tr -d '\r' |
    { grep --only-matching --ignore-case --extended-regexp '\{(secret|basic):[^{}]+\}' || true; } |
    tr -d '{} ' | cut -d : -f 2- | tr : '\n'
}

present_secrets() {
  azure keyvault secret list --vault-name "$AZURE_KEY_VAULT_NAME" --query '[].name' --output tsv | tr -d '\r'
}

store() { # name; the value is in $file, which nobody else can read
  azure keyvault secret set --vault-name "$AZURE_KEY_VAULT_NAME" --name "$1" --file "$file" --encoding utf-8 --output none
  : > "$file"
}

is_one_of() { # a line, lines
  grep --quiet --line-regexp --fixed-strings -- "$1" <<< "$2"
}

umask 077
file=$(mktemp)
trap 'rm -f "$file"' EXIT

waited=0
until present=$(present_secrets); do
  if ((waited >= ${SECRETS_WAIT_SECONDS:-300})); then
    echo "The vault's secrets cannot be listed; nothing was changed. Two reasons are usual:" >&2
    echo "- You may not. 'azd env set GRANT_VAULT_TO_DEPLOYER true' and 'azd provision' give whoever deploys the role Key Vault Secrets Officer." >&2
    echo "- Its network is private. Name your address in vaultIpRanges (infra/main.bicepparam), or run this script from inside." >&2
    exit 1
  fi
  sleep 15
  waited=$((waited + 15))
done

names=$({ settings_named SecretName; secrets_in_templates; } | sort -u)
generated=$(settings_named __SigningSecretName)
keys=$(settings_named __Encryption__KeySecretName)
missing=()
while IFS= read -r name <&3; do
  if [[ -z $name ]] || is_one_of "$name" "$present"; then
    continue
  fi

  if is_one_of "$name" "$generated"; then
    head -c 48 /dev/urandom | base64 | tr -d '\n' > "$file"
    store "$name"
    echo "Made the signing secret '$name'. Give it to Auth0: docs/deploy.md, Secrets."
    continue
  fi

  if is_one_of "$name" "$keys"; then
    head -c 32 /dev/urandom | base64 | tr -d '\n' > "$file"
    store "$name"
    echo "Made the key '$name', under which messages lie in the queue. What is sealed with it needs it: docs/stores.md, Encrypted at rest."
    continue
  fi

  value=
  if [[ -t 0 ]]; then
    read -r -s -p "Value of the secret '$name' (Enter: later): " value
    echo
  fi

  if [[ -n $value ]]; then
    printf '%s' "$value" > "$file"
    value=
    store "$name"
    echo "Stored '$name'."
  else
    missing+=("$name")
  fi
done 3<<< "$names"

if ((${#missing[@]} > 0)); then
  echo "Still missing, and the app does not start without: ${missing[*]}" >&2
  echo "Run this again and type them in, or write the value, without a line end, into a file that only you can read, and:" >&2
  echo "az keyvault secret set --vault-name $AZURE_KEY_VAULT_NAME --name <name> --file <file> --encoding utf-8 --output none" >&2
  exit 1
fi
