// Asks for the gateway's health from outside, and tells when it is not there.

param location string

param namePrefix string

param tags object

@description('Application Insights, which asks.')
param componentName string

param healthUrl string

@description('Who is told, by resource id.')
param actionGroupIds string[]

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource test 'Microsoft.Insights/webtests@2022-06-15' = {
  name: '${namePrefix}-health'
  location: location
  // By this tag the portal finds the component that it belongs to.
  tags: union(tags, { 'hidden-link:${component.id}': 'Resource' })
  kind: 'standard'
  properties: {
    Name: 'Health'
    SyntheticMonitorId: '${namePrefix}-health'
    Enabled: true
    Kind: 'standard'
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    Locations: [
      { Id: 'us-va-ash-azr' }
      { Id: 'emea-nl-ams-azr' }
      { Id: 'apac-sg-sin-azr' }
      { Id: 'emea-au-syd-edge' }
      { Id: 'latam-br-gru-edge' }
    ]
    Request: {
      RequestUrl: healthUrl
      HttpVerb: 'GET'
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 7
    }
  }
}

resource alert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${namePrefix}-unreachable'
  location: 'global'
  tags: tags
  properties: {
    description: 'From three of five places /api/health gives no 200.'
    severity: 1
    enabled: true
    scopes: [test.id, component.id]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: test.id
      componentId: component.id
      failedLocationCount: 3
    }
    actions: [for id in actionGroupIds: { actionGroupId: id }]
  }
}
