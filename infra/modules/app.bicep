// The Flex Consumption plan and the Functions app with its settings.

param location string

param planName string

param appName string

param tags object

@description('The service of azure.yaml that is deployed into this app.')
param azdServiceName string

param identityResourceId string

param identityClientId string

param hostStorageAccountName string

param deploymentContainerUrl string

param storeAccountName string

param storeQueueEndpoint string

param vaultUri string

param componentName string

@description('Settings Gateway__* by name.')
param gatewaySettings object

@description('Name of the function that is triggered by the queue of accepted messages.')
param deliveryFunctionName string

@minValue(1)
@maxValue(1000)
param maximumInstanceCount int

@allowed([512, 2048, 4096])
param instanceMemoryMB int

@minValue(0)
param alwaysReadyHttp int

@minValue(0)
param alwaysReadyDelivery int

@description('Requests that one instance works on before another is started.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int

param zoneRedundant bool

@description('Subnet for what the app calls; empty: none.')
param subnetId string

@description('Public addresses (CIDR) that may call the app; empty: all.')
param callerIpRanges string[]

// HTTP functions share instances; every queue function has its own, so one warm group does not warm the other.
// Unconfirmed: that a single function is written 'function:<name>'. Published deployments do so; the definitions say only 'a group
// or a function'. docs/operations.md (First deployment) says how to look whether it took.
var alwaysReady = concat(
  alwaysReadyHttp > 0 ? [{ name: 'http', instanceCount: alwaysReadyHttp }] : [],
  alwaysReadyDelivery > 0 ? [{ name: 'function:${deliveryFunctionName}', instanceCount: alwaysReadyDelivery }] : []
)

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: appName
  location: location
  tags: union(tags, { 'azd-service-name': azdServiceName })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityResourceId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    publicNetworkAccess: 'Enabled'
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityResourceId
          }
        }
      }
      // How instances are replaced by a deployment is not set: no stable definition has it yet. The platform's own way is to
      // end all at once; deliveries survive that by their standby copies.
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstanceCount
        instanceMemoryMB: instanceMemoryMB
        alwaysReady: alwaysReady
        triggers: {
          http: {
            perInstanceConcurrency: httpConcurrency
          }
        }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      remoteDebuggingEnabled: false
      ipSecurityRestrictionsDefaultAction: empty(callerIpRanges) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: [for (cidr, i) in callerIpRanges: {
        name: 'caller-${i}'
        priority: 100 + i
        action: 'Allow'
        ipAddress: cidr
      }]
      // Deployments come from elsewhere than messages do, and prove themselves by token.
      scmIpSecurityRestrictionsUseMain: false
    }
  }
}

// Everything beside the gateway's own section. Nothing here is a secret: identities open everything that is named.
resource settings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'appsettings'
  properties: union(gatewaySettings, {
    APPLICATIONINSIGHTS_CONNECTION_STRING: component.properties.ConnectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
    AZURE_CLIENT_ID: identityClientId
    AzureWebJobsStorage__accountName: hostStorageAccountName
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identityClientId
    AzureWebJobsDisableHomepage: 'true'
    FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '2097152'
    KeyVault__Uri: vaultUri
    Store__Kind: 'AzureStorage'
    Store__AccountName: storeAccountName
    // The same account once more, as the platform's triggers and its scale controller want it.
    Store__queueServiceUri: storeQueueEndpoint
    Store__credential: 'managedidentity'
    Store__clientId: identityClientId
  })
}

// This plan has no FTP, and ftpsState is among the settings that it does not want; said once more for policies that look here.
resource ftpPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource scmPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

output name string = app.name
output gatewayUrl string = 'https://${app.properties.defaultHostName}/api/sms'
