// A network of two subnets: one that the app calls from, one for the private addresses of what it calls.

param location string

param name string

param tags object

@description('Address space, a /16 to /23; the app gets its first /24, private endpoints the second.')
param addressPrefix string

@description('A NAT gateway for calls to carriers from a fixed address; empty: the platform chooses the address.')
param natGatewayId string

var appPrefix = cidrSubnet(addressPrefix, 24, 0)
var endpointsPrefix = cidrSubnet(addressPrefix, 24, 1)

resource appGroup 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: '${name}-app'
  location: location
  tags: tags
  properties: {
    // The rules that every group has already keep the internet out; room for an owner's own rules for the way out.
    securityRules: []
  }
}

resource endpointsGroup 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: '${name}-endpoints'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'the-app-by-https'
        properties: {
          direction: 'Inbound'
          access: 'Allow'
          priority: 100
          protocol: 'Tcp'
          sourceAddressPrefix: appPrefix
          sourcePortRange: '*'
          destinationAddressPrefix: endpointsPrefix
          destinationPortRange: '443'
        }
      }
      {
        name: 'nobody-else'
        properties: {
          direction: 'Inbound'
          access: 'Deny'
          priority: 4000
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressPrefix]
    }
    // Inside the network, because a subnet that stood by itself would be taken away by the next deployment of the network.
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: appPrefix
          networkSecurityGroup: {
            id: appGroup.id
          }
          natGateway: empty(natGatewayId) ? null : { id: natGatewayId }
          // Carriers are on the internet. With a NAT gateway this way out is not needed.
          defaultOutboundAccess: empty(natGatewayId)
          delegations: [
            {
              name: 'flex-consumption'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: endpointsPrefix
          networkSecurityGroup: {
            id: endpointsGroup.id
          }
          defaultOutboundAccess: false
          // Without it the group above does not apply to private endpoints.
          privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled'
        }
      }
    ]
  }
}
