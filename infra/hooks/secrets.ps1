#!/usr/bin/env pwsh
#requires -Version 7.4
# The same as secrets.sh, for Windows: sees to it that the vault holds every secret that the app's settings name. Makes signing
# secrets for callers and the key of messages, asks for carriers' credentials. Never overwrites one that is there, never prints a
# value, never passes one as an argument.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

foreach ($name in 'AZURE_RESOURCE_GROUP', 'AZURE_FUNCTION_APP_NAME', 'AZURE_KEY_VAULT_NAME') {
    if (-not [Environment]::GetEnvironmentVariable($name)) { throw "$name is not set." }
}

$vault = $env:AZURE_KEY_VAULT_NAME
$subscription = @()
if ($env:AZURE_SUBSCRIPTION_ID) { $subscription = '--subscription', $env:AZURE_SUBSCRIPTION_ID }
$limit = 300
if ($env:SECRETS_WAIT_SECONDS) { $limit = [int] $env:SECRETS_WAIT_SECONDS }

function Get-SettingsNamed([string] $suffix) {
    $query = "[?starts_with(name, 'Gateway__') && ends_with(name, '$suffix')].value"
    az functionapp config appsettings list --resource-group $env:AZURE_RESOURCE_GROUP --name $env:AZURE_FUNCTION_APP_NAME --query $query --output tsv @subscription |
        Where-Object { $_ } | Sort-Object -Unique
}

# The names in {secret:...} and {basic:...:...} of carriers of kind Http.
function Get-SecretsInTemplates {
    $query = "[?starts_with(name, 'Gateway__Carriers__') && contains(value || '', '{')].value"
    az functionapp config appsettings list --resource-group $env:AZURE_RESOURCE_GROUP --name $env:AZURE_FUNCTION_APP_NAME --query $query --output tsv @subscription |
        Select-String -AllMatches '\{(?:secret|basic):([^{}]+)\}' |
        ForEach-Object { $_.Matches } | ForEach-Object { $_.Groups[1].Value -split ':' } | ForEach-Object { $_.Trim() } |
        Where-Object { $_ }
}

function Save-Secret([string] $name, [string] $value) {
    # In the user's own temporary folder, which others cannot read.
    $file = New-TemporaryFile
    try {
        [IO.File]::WriteAllText($file.FullName, $value)
        az keyvault secret set --vault-name $vault --name $name --file $file.FullName --encoding utf-8 --output none @subscription
    }
    finally {
        Remove-Item -LiteralPath $file.FullName -Force
    }
}

$waited = 0
while ($true) {
    try {
        $present = @(az keyvault secret list --vault-name $vault --query '[].name' --output tsv @subscription)
        break
    }
    catch {
        if ($waited -ge $limit) {
            throw ("The vault's secrets cannot be listed; nothing was changed. Two reasons are usual: you may not ('azd env set " +
                "GRANT_VAULT_TO_DEPLOYER true' and 'azd provision' give whoever deploys the role Key Vault Secrets Officer); or its network is " +
                "private (name your address in vaultIpRanges, infra/main.bicepparam, or run this script from inside).")
        }

        Start-Sleep -Seconds 15
        $waited += 15
    }
}

$names = @(@(Get-SettingsNamed 'SecretName') + @(Get-SecretsInTemplates) | Sort-Object -Unique)
$generated = @(Get-SettingsNamed '__SigningSecretName')
$keys = @(Get-SettingsNamed '__Encryption__KeySecretName')
$missing = @()
foreach ($name in $names | Where-Object { $_ -notin $present }) {
    if ($name -in $generated) {
        Save-Secret $name ([Convert]::ToBase64String([Security.Cryptography.RandomNumberGenerator]::GetBytes(48)))
        Write-Output "Made the signing secret '$name'. Give it to Auth0: docs/deploy.md, Secrets."
        continue
    }

    if ($name -in $keys) {
        Save-Secret $name ([Convert]::ToBase64String([Security.Cryptography.RandomNumberGenerator]::GetBytes(32)))
        Write-Output "Made the key '$name', under which messages lie in the queue. What is sealed with it needs it: docs/stores.md, Encrypted at rest."
        continue
    }

    $value = ''
    if (-not [Console]::IsInputRedirected) {
        $value = Read-Host -MaskInput "Value of the secret '$name' (Enter: later)"
    }

    if ($value) {
        Save-Secret $name $value
        Write-Output "Stored '$name'."
    }
    else {
        $missing += $name
    }
}

if ($missing) {
    [Console]::Error.WriteLine("Still missing, and the app does not start without: $($missing -join ' ')")
    [Console]::Error.WriteLine('Run this again and type them in, or write the value, without a line end, into a file that only you can read, and:')
    [Console]::Error.WriteLine("az keyvault secret set --vault-name $vault --name <name> --file <file> --encoding utf-8 --output none")
    exit 1
}
