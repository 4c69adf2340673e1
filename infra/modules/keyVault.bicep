// The vault of signing secrets and carriers' credentials. The values are put in by infra/hooks or by hand, never by a template.

param location string

@minLength(3)
@maxLength(24)
param name string

param tags object

@description('Deleted secrets, and the vault itself, cannot be purged before their days are over.')
param purgeProtection bool

@description('Days for which deleted secrets, and the vault itself, can be brought back.')
@minValue(7)
@maxValue(90)
param softDeleteDays int

@description('The vault of this name was deleted, and is to come back.')
param recover bool

@description('Closes the public address except for allowedIpRanges; a private endpoint remains.')
param privateNetwork bool

@description('Public addresses (CIDR) let in although the network is private: the machine from which secrets are put in.')
param allowedIpRanges string[]

@description('Workspace that gets the log of who read and changed what.')
param workspaceName string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    createMode: recover ? 'recover' : 'default'
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: softDeleteDays
    // The service takes no false here.
    enablePurgeProtection: purgeProtection ? true : null
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: privateNetwork && empty(allowedIpRanges) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: privateNetwork ? 'Deny' : 'Allow'
      ipRules: [
        for cidr in allowedIpRanges: {
          value: cidr
        }
      ]
    }
  }
}

// The API version: see storage.bicep.
resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'audit'
  properties: {
    workspaceId: workspace.id
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}
