// What an operator looks at when woken: workbook.json, opened from Application Insights under Workbooks.

param location string

param tags object

param displayName string

@description('Application Insights; every query runs on it.')
param componentId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, componentId, 'sms-gateway')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: displayName
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: componentId
    serializedData: replace(loadTextContent('workbook.json'), 'COMPONENT_ID', componentId)
  }
}

output workbookId string = workbook.id
