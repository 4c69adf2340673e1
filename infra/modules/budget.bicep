// A mail before the group costs more than it should. It switches nothing off.

import * as types from '../types.bicep'

param name string

param budget types.budget

@description('Who is told, by resource id; the owners of the group in any case.')
param actionGroupIds string[]

var told = {
  enabled: true
  operator: 'GreaterThan'
  contactEmails: []
  contactGroups: actionGroupIds
  contactRoles: ['Owner']
}

resource monthly 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: budget.amount
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: budget.from
    }
    notifications: {
      spent: { ...told, threshold: 80, thresholdType: 'Actual' }
      foreseen: { ...told, threshold: 100, thresholdType: 'Forecasted' }
    }
  }
}
