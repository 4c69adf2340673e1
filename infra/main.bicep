// Everything the SMS gateway needs in Azure, in one resource group.
//
// Scope: the resource group, not the subscription. Whoever deploys needs rights on this group only (Contributor, and Role Based
// Access Control Administrator for the assignments in modules/roles.bicep), so a pipeline's identity can be kept inside it; and
// a second region is the same template in a second group.
//
// Every name is a variable here, and none an output of a module: what-if then knows each resource before there is one.

targetScope = 'resourceGroup'

import * as types from 'types.bicep'

@description('Name of this installation, such as prod; part of the tags and of the unique token.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('A region that has Flex Consumption: docs/deploy.md, Regions.')
param location string = resourceGroup().location

@description('Begins the name of every resource. Letters, digits and dashes.')
@minLength(2)
@maxLength(5)
param namePrefix string = 'sms'

@description('Ends every name that must be unique in the world. Lower-case letters and digits.')
@minLength(5)
@maxLength(13)
param resourceToken string = uniqueString(resourceGroup().id, environmentName)

param tags object = {}

@description('Who may post: callers by name, each with the settings of docs/configuration.md without their prefix. Secrets by name only.')
param callers { *: types.caller }

@description('Carriers by name, in the same way.')
param carriers { *: types.carrier }

@description('Default, Prefixes, Regions and Health; the routes are needed when there is more than one carrier.')
param routing types.routing = {}

@description('Settings of Gateway__Delivery, such as TimeToLive.')
param delivery types.delivery = {}

@description('Settings of Gateway__Text: SmartEncoding and Templates.')
param text types.text = {}

@description('Settings of Gateway__Admission: Regions, Kinds and limits.')
param admission types.admission = {}

@description('Numbers for reviewers and tests: messages to them are not sent, but kept for an operator.')
param testNumbers types.testNumber[] = []

@description('Name of the secret with the key under which messages lie in the queue and the blobs: docs/stores.md, Encrypted at rest. Empty: they can be read there.')
param encryptionKeySecretName string = 'encryption-key'

@description('The platform takes 40 to 1000. A subscription has 512,000 MB for a region: 250 instances of 2048 MB.')
@minValue(40)
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

@description('A deployment replaces instances one after the other. Helps from two always-ready instances on; in preview at the platform.')
param rollingUpdate bool = false

@description('Spreads plan and storage over the zones of the region: two instances at least of each group that always runs. Storage cannot change later.')
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

@description('Whoever deploys may put secrets into the vault, and read them.')
param grantVaultToDeployer bool = false

@description('Nobody can destroy the vault for good; once on, it cannot be switched off. Off: for a try that azd down --purge is to take away.')
param vaultPurgeProtection bool = true

@minValue(7)
@maxValue(90)
param vaultSoftDeleteDays int = vaultPurgeProtection ? 90 : 7

@description('Brings the deleted vault of this name back, with its secrets, instead of making one. For one deployment.')
param recoverVault bool = false

@description('Nobody deletes the vault or the account of messages without taking a lock off first. Needs the right to make locks.')
param deleteLocks bool = false

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

@description('Gets the alerts; empty: they show in the portal only.')
param alertEmail string = ''

@description('Resource ids of action groups that there are already; they get the alerts, too.')
param actionGroupIds string[] = []

param alertThresholds types.alertThresholds = {}

@description('Five places in the world ask for /api/health every five minutes, and an alert tells when most of them get no 200.')
param availabilityTest bool = false

@description('Mail when the group costs 80 % of it, or is going to cost all of it.')
param budget types.budget?

// These names are also in the code: AzureStorageOptions, StoreBinding, the function's class.
var sendQueueName = 'sms-send'
var poisonQueueName = '${sendQueueName}-poison'
var deadLetterContainerName = 'dead-letters'
var admissionTableName = 'admission'
var deliveryFunctionName = 'DeliverMessage'
var deploymentContainerName = 'deployments'
var azdServiceName = 'gateway'

var suffix = '${namePrefix}-${resourceToken}'
// Accounts take lower-case letters and digits only.
var accountSuffix = '${toLower(replace(namePrefix, '-', ''))}${resourceToken}'
var identityName = 'id-${suffix}'
var workspaceName = 'log-${suffix}'
var componentName = 'appi-${suffix}'
var storeName = 'st${accountSuffix}'
var hostStorageName = 'sh${accountSuffix}'
var vaultName = 'kv-${suffix}'
var networkName = 'vnet-${suffix}'
var appName = 'func-${suffix}'
var actionGroupName = 'ag-${suffix}'
var told = concat(actionGroupIds, empty(alertEmail) ? [] : [resourceId('Microsoft.Insights/actionGroups', actionGroupName)])
var allTags = union(tags, { 'azd-env-name': environmentName })

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    location: location
    name: identityName
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    location: location
    workspaceName: workspaceName
    componentName: componentName
    tags: allTags
    retentionDays: logRetentionDays
    dailyQuotaGb: dailyLogQuotaGb
  }
}

// Messages, dead letters, and what the app's instances tell each other about admission.
module store 'modules/storage.bicep' = {
  name: 'store'
  params: {
    location: location
    name: storeName
    tags: allTags
    queueNames: [sendQueueName, poisonQueueName]
    containerNames: [deadLetterContainerName]
    tableNames: [admissionTableName]
    deletions: [
      // Their names begin with the year; without it the rule would take the other folders along, and with them the operators' lists.
      { name: 'dead-letters', prefixes: ['${deadLetterContainerName}/2'], days: deadLetterDays }
      { name: 'marks', prefixes: map(['duplicates', 'followed'], folder => '${deadLetterContainerName}/${folder}/'), days: 1 }
    ]
    // A dead letter is personal data: what an operator or the rule deletes is to be gone.
    undeleteDays: 0
    zoneRedundant: zoneRedundant
    privateNetwork: privateNetwork
    auditWorkspaceName: workspaceName
  }
  dependsOn: [monitoring]
}

// What the platform keeps for itself. An account of its own: there the app owns all blobs, and dead letters must not be among them.
module hostStorage 'modules/storage.bicep' = {
  name: 'host-storage'
  params: {
    location: location
    name: hostStorageName
    tags: allTags
    queueNames: []
    containerNames: [deploymentContainerName]
    tableNames: []
    deletions: []
    undeleteDays: 7
    zoneRedundant: zoneRedundant
    privateNetwork: privateNetwork
    // The platform renews its locks every few seconds, each a line.
    auditWorkspaceName: ''
  }
}

module vault 'modules/keyVault.bicep' = {
  name: 'key-vault'
  params: {
    location: location
    name: vaultName
    tags: allTags
    purgeProtection: vaultPurgeProtection
    softDeleteDays: vaultSoftDeleteDays
    recover: recoverVault
    privateNetwork: privateNetwork
    allowedIpRanges: vaultIpRanges
    workspaceName: workspaceName
  }
  dependsOn: [monitoring]
}

module roles 'modules/roles.bicep' = {
  name: 'roles'
  params: {
    identityName: identityName
    storeAccountName: storeName
    sendQueueName: sendQueueName
    poisonQueueName: poisonQueueName
    deadLetterContainerName: deadLetterContainerName
    admissionTableName: admissionTableName
    hostStorageAccountName: hostStorageName
    vaultName: vaultName
    componentName: componentName
    vaultOfficerId: grantVaultToDeployer ? deployer().objectId : ''
  }
  dependsOn: [identity, store, hostStorage, vault, monitoring]
}

module locks 'modules/locks.bicep' = if (deleteLocks) {
  name: 'locks'
  params: {
    storeAccountName: storeName
    vaultName: vaultName
  }
  dependsOn: [store, vault]
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'network'
  params: {
    location: location
    name: networkName
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
    networkName: networkName
    storeAccountName: storeName
    hostStorageAccountName: hostStorageName
    vaultName: vaultName
  }
  dependsOn: [network, store, hostStorage, vault]
}

module settings 'modules/settings.bicep' = {
  name: 'settings'
  params: {
    callers: callers
    carriers: carriers
    routing: routing
    delivery: delivery
    text: text
    admission: admission
    testNumbers: testNumbers
    encryptionKeySecretName: encryptionKeySecretName
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  params: {
    location: location
    planName: 'plan-${suffix}'
    appName: appName
    tags: allTags
    azdServiceName: azdServiceName
    identityName: identityName
    hostStorageAccountName: hostStorageName
    deploymentContainerName: deploymentContainerName
    storeAccountName: storeName
    vaultName: vaultName
    componentName: componentName
    gatewaySettings: settings.outputs.gatewaySettings
    deliveryFunctionName: deliveryFunctionName
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    alwaysReadyHttp: alwaysReadyHttp
    alwaysReadyDelivery: alwaysReadyDelivery
    httpConcurrency: httpConcurrency
    rollingUpdate: rollingUpdate
    zoneRedundant: zoneRedundant
    networkName: privateNetwork ? networkName : ''
    callerIpRanges: callerIpRanges
    isTested: availabilityTest
  }
  // An app that starts before it may read its secrets does not start.
  dependsOn: [roles, network, privateEndpoints]
}

module actionGroup 'modules/actionGroup.bicep' = if (!empty(alertEmail)) {
  name: 'action-group'
  params: {
    name: actionGroupName
    tags: allTags
    email: alertEmail
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    location: location
    namePrefix: suffix
    tags: allTags
    componentName: componentName
    workspaceName: workspaceName
    actionGroupIds: told
    thresholds: alertThresholds
    alwaysRunning: alwaysReadyHttp + alwaysReadyDelivery > 0
  }
  dependsOn: [monitoring, actionGroup]
}

module availability 'modules/availability.bicep' = if (availabilityTest) {
  name: 'availability'
  params: {
    location: location
    namePrefix: suffix
    tags: allTags
    componentName: componentName
    healthUrl: '${app.outputs.url}/api/health'
    actionGroupIds: told
  }
  dependsOn: [actionGroup]
}

module spending 'modules/budget.bicep' = if (budget != null) {
  name: 'budget'
  params: {
    name: 'budget-${suffix}'
    budget: budget!
    actionGroupIds: told
  }
  dependsOn: [actionGroup]
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  params: {
    location: location
    tags: allTags
    displayName: 'SMS gateway ${environmentName}'
    componentName: componentName
  }
  dependsOn: [monitoring]
}

@description('For Auth0\'s gateway_url, or the Action\'s.')
output GATEWAY_URL string = '${app.outputs.url}/api/sms'

// For azd and its hooks. Names only.
output AZURE_LOCATION string = location
output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_RESOURCE_GROUP string = resourceGroup().name
output AZURE_FUNCTION_APP_NAME string = appName
output AZURE_KEY_VAULT_NAME string = vaultName
