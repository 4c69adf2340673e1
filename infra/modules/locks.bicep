// Keeps what cannot be made again from being deleted by mistake: secrets, and messages on their way.

param storeAccountName string

param vaultName string

resource store 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storeAccountName
}

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' existing = {
  name: vaultName
}

resource storeLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: store
  name: 'messages'
  properties: {
    level: 'CanNotDelete'
    notes: 'Accepted codes and dead letters.'
  }
}

resource vaultLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: vault
  name: 'secrets'
  properties: {
    level: 'CanNotDelete'
    notes: 'Signing secrets and carriers\' credentials.'
  }
}
