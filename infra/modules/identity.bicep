// The one identity that the gateway, its triggers, its deployment and its telemetry run under.

@description('Where it lives.')
param location string

@description('Name of the identity.')
param name string

param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}
