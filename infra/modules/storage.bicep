// A storage account that only identities open, with its queues, containers and tables. Used twice: for the gateway's messages, and for
// what the Functions platform keeps for itself.

param location string

@minLength(3)
@maxLength(24)
param name string

param tags object

param queueNames string[]

param containerNames string[]

param tableNames string[]

@description('Blobs below the prefixes (container/folder/) are deleted so many days after their last change.')
param deletions { name: string, prefixes: string[], days: int }[]

@description('Days for which a deleted blob can be brought back. 0: deleted is gone.')
@minValue(0)
@maxValue(365)
param undeleteDays int

param zoneRedundant bool

@description('Closes the public address; private endpoints remain.')
param privateNetwork bool

@description('Workspace that gets a line for every blob read, written or deleted; empty: none.')
param auditWorkspaceName string

resource auditWorkspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = if (!empty(auditWorkspaceName)) {
  name: auditWorkspaceName
}

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: privateNetwork ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: privateNetwork ? 'Deny' : 'Allow'
    }
  }
}

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = [
  for queueName in queueNames: {
    parent: queueService
    name: queueName
  }
]

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: undeleteDays > 0 ? { enabled: true, days: max(undeleteDays, 1) } : { enabled: false }
    // A container is never deleted by the gateway: when it is, somebody erred.
    containerDeleteRetentionPolicy: {
      enabled: true
      days: 7
    }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for containerName in containerNames: {
    parent: blobService
    name: containerName
    properties: {
      publicAccess: 'None'
    }
  }
]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = [
  for tableName in tableNames: {
    parent: tableService
    name: tableName
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = if (!empty(deletions)) {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        for deletion in deletions: {
          name: deletion.name
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: deletion.prefixes
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterModificationGreaterThan: deletion.days
                }
              }
            }
          }
        }
      ]
    }
  }
}

// A preview version by name only: the stable ones, of 2015 and 2016, allow one setting per resource, named 'service'.
// Queues and tables are left out: every poll would be a line.
resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(auditWorkspaceName)) {
  scope: blobService
  name: 'audit'
  properties: {
    workspaceId: auditWorkspace.id
    logs: [
      {
        category: 'StorageRead'
        enabled: true
      }
      {
        category: 'StorageWrite'
        enabled: true
      }
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}
