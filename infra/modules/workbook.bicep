// What an operator looks at when woken: workbook.json, opened from Application Insights under Workbooks.

param location string

param tags object

param displayName string

@description('Application Insights; every query runs on it.')
param componentName string

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(component.id, 'sms-gateway')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: displayName
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: component.id
    serializedData: replace(loadTextContent('workbook.json'), 'COMPONENT_ID', component.id)
  }
}
