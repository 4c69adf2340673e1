// The Flex Consumption plan and the Functions app with its settings.

param location string

param planName string

param appName string

param tags object

@description('The service of azure.yaml that is deployed into this app.')
param azdServiceName string

param identityName string

param hostStorageAccountName string

@description('Where the package lies in it.')
param deploymentContainerName string

param storeAccountName string

param vaultName string

param componentName string

@description('Settings Gateway__* by name.')
param gatewaySettings object

@description('Name of the function that is triggered by the queue of accepted messages.')
param deliveryFunctionName string

@minValue(40)
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

@description('Instances are replaced one after the other, not all at once.')
param rollingUpdate bool

param zoneRedundant bool

@description('Network with the subnet for what the app calls; empty: none.')
param networkName string

@description('Public addresses (CIDR) that may call the app; empty: all.')
param callerIpRanges string[]

@description('Whether Application Insights asks for its health, and so has to be let in.')
param isTested bool

// HTTP functions share instances; every queue function has its own, so one warm group does not warm the other.
// With zones the platform wants two of a group at least.
var fewest = zoneRedundant ? 2 : 1
var alwaysReady = concat(
  alwaysReadyHttp > 0 ? [{ name: 'http', instanceCount: max(alwaysReadyHttp, fewest) }] : [],
  alwaysReadyDelivery > 0 ? [{ name: 'function:${deliveryFunctionName}', instanceCount: max(alwaysReadyDelivery, fewest) }] : []
)

// A test from outside is stopped by a list of callers, unless its own addresses are on it.
var letIn = concat(
  map(callerIpRanges, cidr => { ipAddress: cidr, tag: 'Default' }),
  isTested && !empty(callerIpRanges) ? [{ ipAddress: 'ApplicationInsightsAvailability', tag: 'ServiceTag' }] : []
)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' existing = if (!empty(networkName)) {
  name: networkName
}

resource subnet 'Microsoft.Network/virtualNetworks/subnets@2025-05-01' existing = if (!empty(networkName)) {
  parent: network
  name: 'app'
}

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
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

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: appName
  location: location
  tags: union(tags, { 'azd-service-name': azdServiceName })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    publicNetworkAccess: 'Enabled'
    virtualNetworkSubnetId: empty(networkName) ? null : subnet.id
    functionAppConfig: {
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: 'https://${hostStorageAccountName}.blob.${environment().suffixes.storage}/${deploymentContainerName}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      // The service knows it, the published definition does not yet. Recreate, its own way, ends all instances at once.
      #disable-next-line BCP037
      siteUpdateStrategy: {
        type: rollingUpdate ? 'RollingUpdate' : 'Recreate'
      }
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
      ipSecurityRestrictionsDefaultAction: empty(callerIpRanges) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: [
        for (caller, i) in letIn: {
          name: 'caller-${i}'
          priority: 100 + i
          action: 'Allow'
          ipAddress: caller.ipAddress
          tag: caller.tag
        }
      ]
      // Deployments come from elsewhere than messages do, and prove themselves by token.
      scmIpSecurityRestrictionsUseMain: false
    }
  }
}

// Everything beside the gateway's own section. Nothing here is a secret: identities open everything that is named.
resource settings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(gatewaySettings, {
    APPLICATIONINSIGHTS_CONNECTION_STRING: component.properties.ConnectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
    AZURE_CLIENT_ID: identity.properties.clientId
    AzureWebJobsStorage__accountName: hostStorageAccountName
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identity.properties.clientId
    AzureWebJobsDisableHomepage: 'true'
    // Above what the gateway itself refuses with 413 by far: beyond this the platform answers 500 before the gateway sees the request.
    FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '2097152'
    // Of the host's own spans, most of which are looks at empty queues. The worker exports every one of the gateway's.
    OTEL_TRACES_SAMPLER: 'microsoft.fixed_percentage'
    OTEL_TRACES_SAMPLER_ARG: '0.05'
    KeyVault__Uri: 'https://${vaultName}${environment().suffixes.keyvaultDns}/'
    Store__Kind: 'AzureStorage'
    Store__AccountName: storeAccountName
    // The same account once more, as the platform's triggers and its scale controller want it.
    Store__queueServiceUri: 'https://${storeAccountName}.queue.${environment().suffixes.storage}/'
    Store__credential: 'managedidentity'
    Store__clientId: identity.properties.clientId
  })
}

// This plan has no FTP, and ftpsState is among the settings that it does not want; said once more for policies that look here.
resource ftpPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource scmPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

output url string = 'https://${app.properties.defaultHostName}'
