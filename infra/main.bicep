// Everything the SMS gateway needs in Azure, in one resource group.
//
// Scope: the resource group, not the subscription. Whoever deploys needs rights on this group only (Contributor, and Role Based
// Access Control Administrator for the assignments in modules/roles.bicep), so a pipeline's identity can be kept inside it; and
// a second region is the same template in a second group.

targetScope = 'resourceGroup'

@description('Name of this installation, such as prod; part of the tags and of the unique token.')
@minLength(1)
@maxLength(64)
param environmentName string
param location string = resourceGroup().location

@description('Begins the name of every resource.')
@minLength(2)
@maxLength(5)
param namePrefix string = 'sms'

@description('Ends every name that must be unique in the world. Lower-case letters and digits.')
@minLength(5)
@maxLength(13)
param resourceToken string = uniqueString(resourceGroup().id, environmentName)

param tags object = {}

@description('Who may post: callers by name, each with the settings of README.md without their prefix. Secrets by name only.')
param callers object

@description('Carriers by name, in the same way.')
param carriers object

@description('Default and Prefixes; needed when there is more than one carrier.')
param routing object = {}

@description('Settings of Gateway__Delivery, such as TimeToLive.')
param delivery object = {}

@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 100
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Instances that always run and take messages in. 0: the first request of a quiet hour waits for a start.')
@minValue(0)
param alwaysReadyHttp int = 1

@description('Instances that always run and deliver. 0: the first code of a quiet hour waits for a start.')
@minValue(0)
param alwaysReadyDelivery int = 1

@minValue(1)
@maxValue(1000)
param httpConcurrency int = 64

@description('Spreads plan and storage over the zones of the region. To be decided before the first deployment.')
param zoneRedundant bool = false

@description('Puts storage and vault behind private endpoints and closes their public addresses.')
param privateNetwork bool = false

@description('Address space of that network, /16 to /23.')
param networkAddressPrefix string = '10.60.0.0/16'

@description('Resource id of a NAT gateway, for carriers that want to know the address they are called from.')
param natGatewayId string = ''

@description('Public addresses (CIDR) that may call the gateway: Auth0\'s and your monitors\'. Empty: everybody.')
param callerIpRanges string[] = []

@description('With privateNetwork: public addresses (CIDR) from which secrets may be put into the vault.')
param vaultIpRanges string[] = []

@description('Who may put secrets into the vault; empty: nobody gets that from this template.')
param secretsOfficerPrincipalId string = ''
@allowed(['User', 'Group', 'ServicePrincipal'])
param secretsOfficerPrincipalType string = 'User'

@description('Days a dead letter is kept; it holds a phone number and a text.')
@minValue(1)
@maxValue(3650)
param deadLetterDays int = 30

@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Gigabytes of logs a day; beyond them logs, metrics and alerts stop until midnight UTC. -1: no limit.')
@minValue(-1)
param dailyLogQuotaGb int = -1

@minValue(7)
@maxValue(90)
param vaultSoftDeleteDays int = 90

@description('Gets the alerts; empty: they show in the portal only.')
param alertEmail string = ''

@description('Overrides of the thresholds in modules/alerts.bicep, by name.')
param alertThresholds object = {}

// These names are also in the code: AzureStorageOptions, StoreBinding, the function's class.
var sendQueueName = 'sms-send'
var poisonQueueName = '${sendQueueName}-poison'
var deadLetterContainerName = 'dead-letters'
var deliveryFunctionName = 'DeliverMessage'
var deploymentContainerName = 'deployments'
var azdServiceName = 'gateway'
var suffix = '${namePrefix}-${resourceToken}'
var allTags = union(tags, { 'azd-env-name': environmentName })

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    location: location
    name: 'id-${suffix}'
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    location: location
    workspaceName: 'log-${suffix}'
    componentName: 'appi-${suffix}'
    tags: allTags
    retentionDays: logRetentionDays
    dailyQuotaGb: dailyLogQuotaGb
  }
}

// Messages and dead letters.
module store 'modules/storage.bicep' = {
  name: 'store'
  params: {
    location: location
    name: 'st${namePrefix}${resourceToken}'
    tags: allTags
    queueNames: [sendQueueName, poisonQueueName]
    containerNames: [deadLetterContainerName]
    deletions: [
      // Their names begin with the year; without it the rule would take the marks along.
      { name: 'dead-letters', prefixes: ['${deadLetterContainerName}/2'], days: deadLetterDays }
      // A message may lie in the queue for seven days, and its mark has to be there when it comes out.
      { name: 'take-overs', prefixes: ['${deadLetterContainerName}/taken-over/'], days: 8 }
      { name: 'marks', prefixes: map(['duplicates', 'followed'], folder => '${deadLetterContainerName}/${folder}/'), days: 1 }
    ]
    // A dead letter is personal data: what an operator or the rule deletes is to be gone.
    undeleteDays: 0
    zoneRedundant: zoneRedundant
    privateNetwork: privateNetwork
    auditWorkspaceId: monitoring.outputs.workspaceId
  }
}

// What the platform keeps for itself. An account of its own: there the app owns all blobs, and dead letters must not be among them.
module hostStorage 'modules/storage.bicep' = {
  name: 'host-storage'
  params: {
    location: location
    name: 'sh${namePrefix}${resourceToken}'
    tags: allTags
    queueNames: []
    containerNames: [deploymentContainerName]
    deletions: []
    undeleteDays: 7
    zoneRedundant: zoneRedundant
    privateNetwork: privateNetwork
    // The platform renews its locks every few seconds, each a line.
    auditWorkspaceId: ''
  }
}

module vault 'modules/keyVault.bicep' = {
  name: 'key-vault'
  params: {
    location: location
    name: 'kv-${suffix}'
    tags: allTags
    softDeleteDays: vaultSoftDeleteDays
    privateNetwork: privateNetwork
    allowedIpRanges: vaultIpRanges
    workspaceId: monitoring.outputs.workspaceId
  }
}

module roles 'modules/roles.bicep' = {
  name: 'roles'
  params: {
    appPrincipalId: identity.outputs.principalId
    storeAccountName: store.outputs.name
    sendQueueName: sendQueueName
    poisonQueueName: poisonQueueName
    deadLetterContainerName: deadLetterContainerName
    hostStorageAccountName: hostStorage.outputs.name
    vaultName: vault.outputs.name
    componentName: monitoring.outputs.componentName
    secretsOfficerPrincipalId: secretsOfficerPrincipalId
    secretsOfficerPrincipalType: secretsOfficerPrincipalType
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'network'
  params: {
    location: location
    name: 'vnet-${suffix}'
    tags: allTags
    addressPrefix: networkAddressPrefix
    natGatewayId: natGatewayId
  }
}

module privateEndpoints 'modules/privateEndpoints.bicep' = if (privateNetwork) {
  name: 'private-endpoints'
  params: {
    location: location
    namePrefix: 'pe-${suffix}'
    tags: allTags
    networkId: network!.outputs.networkId
    subnetId: network!.outputs.endpointsSubnetId
    storeAccountId: store.outputs.resourceId
    hostStorageAccountId: hostStorage.outputs.resourceId
    vaultId: vault.outputs.resourceId
  }
}

module settings 'modules/settings.bicep' = {
  name: 'settings'
  params: {
    callers: callers
    carriers: carriers
    routing: routing
    delivery: delivery
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  params: {
    location: location
    planName: 'plan-${suffix}'
    appName: 'func-${suffix}'
    tags: allTags
    azdServiceName: azdServiceName
    identityResourceId: identity.outputs.resourceId
    identityClientId: identity.outputs.clientId
    hostStorageAccountName: hostStorage.outputs.name
    deploymentContainerUrl: '${hostStorage.outputs.blobEndpoint}${deploymentContainerName}'
    storeAccountName: store.outputs.name
    storeQueueEndpoint: store.outputs.queueEndpoint
    vaultUri: vault.outputs.uri
    componentName: monitoring.outputs.componentName
    gatewaySettings: settings.outputs.gatewaySettings
    deliveryFunctionName: deliveryFunctionName
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    alwaysReadyHttp: alwaysReadyHttp
    alwaysReadyDelivery: alwaysReadyDelivery
    httpConcurrency: httpConcurrency
    zoneRedundant: zoneRedundant
    subnetId: privateNetwork ? network!.outputs.appSubnetId : ''
    callerIpRanges: callerIpRanges
  }
  // An app that starts before it may read its secrets does not start.
  dependsOn: [roles, privateEndpoints]
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    location: location
    namePrefix: suffix
    tags: allTags
    componentId: monitoring.outputs.componentId
    email: alertEmail
    thresholds: alertThresholds
    alwaysRunning: alwaysReadyHttp + alwaysReadyDelivery > 0
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  params: {
    location: location
    tags: allTags
    displayName: 'SMS gateway ${environmentName}'
    componentId: monitoring.outputs.componentId
  }
}

@description('For Auth0\'s gateway_url, or the Action\'s.')
output GATEWAY_URL string = app.outputs.gatewayUrl

// For azd and its hooks. Names only.
output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = resourceGroup().name
output AZURE_FUNCTION_APP_NAME string = app.outputs.name
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
