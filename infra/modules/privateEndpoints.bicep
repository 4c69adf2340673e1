// Private addresses for storage and vault, and the DNS zones by which the app finds them.

param location string

param namePrefix string

param tags object

param networkId string

param subnetId string

param storeAccountId string

param hostStorageAccountId string

param vaultId string

// The part of the resource that is reached, as the service calls it, and the zone its name is looked up in.
var storageSuffix = environment().suffixes.storage
var zoneNames = [
  'privatelink.blob.${storageSuffix}'
  'privatelink.queue.${storageSuffix}'
  'privatelink.table.${storageSuffix}'
  'privatelink.vaultcore.azure.net'
]
var endpoints = [
  { name: 'store-blob', resourceId: storeAccountId, group: 'blob', zone: 0 }
  { name: 'store-queue', resourceId: storeAccountId, group: 'queue', zone: 1 }
  { name: 'host-blob', resourceId: hostStorageAccountId, group: 'blob', zone: 0 }
  { name: 'host-table', resourceId: hostStorageAccountId, group: 'table', zone: 2 }
  { name: 'vault', resourceId: vaultId, group: 'vault', zone: 3 }
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [for zoneName in zoneNames: {
  name: zoneName
  location: 'global'
  tags: tags
}]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [for (zoneName, i) in zoneNames: {
  parent: zones[i]
  name: namePrefix
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: networkId
    }
  }
}]

resource privateEndpoints 'Microsoft.Network/privateEndpoints@2024-10-01' = [for endpoint in endpoints: {
  name: '${namePrefix}-${endpoint.name}'
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: endpoint.name
        properties: {
          privateLinkServiceId: endpoint.resourceId
          groupIds: [endpoint.group]
        }
      }
    ]
  }
}]

resource records 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-10-01' = [for (endpoint, i) in endpoints: {
  parent: privateEndpoints[i]
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: endpoint.group
        properties: {
          privateDnsZoneId: zones[endpoint.zone].id
        }
      }
    ]
  }
}]
