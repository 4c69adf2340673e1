// What wakes somebody, and whom. docs/deploy.md says for each rule what to do.
//
// The queries run on Application Insights, so on this gateway's data only. Names of metrics are those of GatewayTelemetry. A
// histogram arrives as sum, count, smallest and largest per minute, so a percentile of it cannot be had: where one is wanted,
// the platform's own record of requests is asked. Calls of the platform and of its libraries that fail are nobody's alarm: the
// platform itself makes failing ones all day.
//
// Every rule looks every five minutes at ten at least: what is taken in late does not fall between two looks.

import * as types from '../types.bicep'

param location string

param namePrefix string

param tags object

@description('Application Insights.')
param componentName string

@description('Where its data lie.')
param workspaceName string

@description('Who is told, by resource id; none: the alerts show in the portal only.')
param actionGroupIds string[]

@description('Overrides of the thresholds below, by name.')
param thresholds types.alertThresholds

@description('Whether instances run all the time. If not, silence means nothing.')
param alwaysRunning bool

var defaultThresholds = {
  acceptFailures: 5 // requests in 10 min that were ours to accept and were not
  acceptP99Milliseconds: 2000 // over 5 min; Auth0 waits 30 s
  platformRefusals: 100 // requests in 15 min that the gateway never saw; one that was sampled stands for twenty
  refusedTokens: 20 // in 15 min, tokens that name a caller and do not hold
  notAdmitted: 100 // messages in 15 min that a rule of admission refused; one held number block fires by itself
  secondsToCarrier: 20 // mean over 5 min
  expired: 5 // dead letters in 15 min
  unknown: 20 // dead letters in 15 min
  rejected: 50 // dead letters in 15 min
  faults: 0 // dead letters in 15 min, Unreadable or Unroutable
  poison: 0 // dead letters in 15 min
  carrierFailurePercent: 50 // of the attempts in 5 min, at least 5 of them failed
  openBreakers: 0 // instances that try this carrier last
  oldestMessageSeconds: 90 // waiting although it is due
  staleSecrets: 0
  logGigabytes: 2 // in 24 h; a million messages a month are 0.4
}

var limit = union(defaultThresholds, thresholds)

@sealed()
type rule = {
  name: string
  title: string
  description: string
  severity: int
  window: string
  @description('PT5M if there is none.')
  frequency: string?
  query: string
  @description('What the query looks back on, if that is not the window.')
  span: string?
  @description('The query is about the whole workspace.')
  ofWorkspace: bool?
  column: string
  aggregation: string
  operator: string
  threshold: int
  dimension: string
  enabled: bool
}

// When nothing happened a query gives no row, and a rule without rows does not fire.
var rules rule[] = [
  {
    name: 'accept-failures'
    title: 'Messages are not accepted'
    description: 'The gateway answered 5xx: the queue, a secret or the app itself fails. Auth0 does not try again.'
    severity: 1
    window: 'PT10M'
    query: 'customMetrics | where name == "sms.refused" and toint(customDimensions.status) >= 500 | project timestamp, Failures = valueSum'
    column: 'Failures'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: limit.acceptFailures
    dimension: ''
    enabled: true
  }
  {
    // Nobody is woken by what anybody can cause: a body over the platform's limit is a 500 of the platform's.
    name: 'platform-refusals'
    title: 'The platform refuses requests'
    description: 'It answered 429 or 5xx before the gateway saw the request: too many at once, bodies that are too large, instances that do not start.'
    severity: 3
    window: 'PT15M'
    query: 'union (requests | where name has "AcceptMessage" or url endswith "/api/sms" | where resultCode == "429" or resultCode startswith "5" | project timestamp, Refusals = toreal(itemCount)), (customMetrics | where name == "sms.refused" and (toint(customDimensions.status) == 429 or toint(customDimensions.status) >= 500) | project timestamp, Refusals = -valueSum)'
    column: 'Refusals'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: limit.platformRefusals
    dimension: ''
    enabled: true
  }
  {
    name: 'accept-p99'
    title: 'Accepting is slow'
    description: 'One request in a hundred takes this many milliseconds or more.'
    severity: 2
    window: 'PT10M'
    // The gateway's own span: what the host records of requests is a sample.
    query: 'requests | where name == "accept" | summarize Milliseconds = percentile(duration, 99) by bin(timestamp, 5m)'
    column: 'Milliseconds'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: limit.acceptP99Milliseconds
    dimension: ''
    enabled: true
  }
  {
    name: 'refused-tokens'
    title: 'A caller is refused'
    description: 'Tokens that name a caller and do not hold: a secret was rotated on one side only, or somebody guesses.'
    severity: 2
    window: 'PT15M'
    query: 'customMetrics | where name == "sms.refused" and toint(customDimensions.status) == 401 and tostring(customDimensions.reason) !in ("Missing", "Repeated", "NotBearer", "Malformed", "Subject") | project timestamp, Refused = valueSum, Reason = tostring(customDimensions.reason)'
    column: 'Refused'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: limit.refusedTokens
    dimension: 'Reason'
    enabled: true
  }
  {
    name: 'pumping'
    title: 'Codes are asked for that nobody wants'
    description: 'Admission holds a number block or refuses many messages: somebody earns by the texts, or a limit is too low.'
    severity: 2
    window: 'PT15M'
    // One held block counts as much as the threshold and one more. That rule only records unless it is set to enforce, and its
    // records are the first sign of an attack all the same.
    query: 'customMetrics | where name == "sms.admission" and (tostring(customDimensions.result) in ("refused", "held") or tostring(customDimensions.rule) == "block_limit") | project timestamp, Refused = iff(tostring(customDimensions.result) == "held", valueSum + ${limit.notAdmitted}, valueSum), Rule = tostring(customDimensions.rule)'
    column: 'Refused'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: limit.notAdmitted
    dimension: 'Rule'
    enabled: true
  }
  {
    name: 'time-to-carrier'
    title: 'Codes are late'
    description: 'Mean seconds from acceptance until a carrier took the message.'
    severity: 1
    window: 'PT10M'
    query: 'customMetrics | where name == "sms.time_to_carrier" | summarize Seconds = sum(valueSum) / sum(valueCount) by bin(timestamp, 5m)'
    column: 'Seconds'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: limit.secondsToCarrier
    dimension: ''
    enabled: true
  }
  {
    name: 'dead-expired'
    title: 'Codes expire undelivered'
    description: 'Dead letters with the reason Expired: no carrier took them in time.'
    severity: 1
    window: 'PT15M'
    query: 'customMetrics | where name == "sms.dead_letters" and tostring(customDimensions.reason) == "Expired" | project timestamp, Messages = valueSum'
    column: 'Messages'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: limit.expired
    dimension: ''
    enabled: true
  }
  {
    name: 'dead-unknown'
    title: 'Nobody knows whether codes arrived'
    description: 'Dead letters with the reason Unknown: a carrier may have them, and gave no answer or none that can be understood.'
    severity: 2
    window: 'PT15M'
    query: 'customMetrics | where name == "sms.dead_letters" and tostring(customDimensions.reason) == "Unknown" | project timestamp, Messages = valueSum'
    column: 'Messages'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: limit.unknown
    dimension: ''
    enabled: true
  }
  {
    name: 'dead-rejected'
    title: 'Carriers reject many messages'
    description: 'Dead letters with the reason Rejected. Some are normal: numbers that do not exist.'
    severity: 3
    window: 'PT15M'
    query: 'customMetrics | where name == "sms.dead_letters" and tostring(customDimensions.reason) == "Rejected" | project timestamp, Messages = valueSum'
    column: 'Messages'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: limit.rejected
    dimension: ''
    enabled: true
  }
  {
    name: 'dead-faults'
    title: 'Messages cannot be read or routed'
    description: 'Dead letters with the reason Unreadable or Unroutable: the configuration, or a foreign writer in the queue.'
    severity: 1
    window: 'PT15M'
    query: 'customMetrics | where name == "sms.dead_letters" and tostring(customDimensions.reason) in ("Unreadable", "Unroutable") | project timestamp, Messages = valueSum, Reason = tostring(customDimensions.reason)'
    column: 'Messages'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: limit.faults
    dimension: 'Reason'
    enabled: true
  }
  {
    name: 'poison'
    title: 'Poisoned messages'
    description: 'Dead letters with the reason Poison: deliveries failed eight times with an error of the gateway\'s own.'
    severity: 1
    window: 'PT15M'
    query: 'customMetrics | where name == "sms.dead_letters" and tostring(customDimensions.reason) == "Poison" | project timestamp, Messages = valueSum'
    column: 'Messages'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: limit.poison
    dimension: ''
    enabled: true
  }
  {
    name: 'carrier-failing'
    title: 'A carrier fails'
    description: 'Percentage of the attempts at this carrier that it neither took nor rejected.'
    severity: 2
    window: 'PT10M'
    query: 'customMetrics | where name == "sms.attempts" | extend Failed = iff(tostring(customDimensions.outcome) in ("Accepted", "Rejected"), 0.0, valueSum) | summarize Attempts = sum(valueSum), Failed = sum(Failed) by Carrier = tostring(customDimensions.carrier), bin(timestamp, 5m) | where Failed >= 5 | project timestamp, Carrier, Percent = 100 * Failed / Attempts'
    column: 'Percent'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: limit.carrierFailurePercent
    dimension: 'Carrier'
    enabled: true
  }
  {
    name: 'breaker-open'
    title: 'A carrier is tried last'
    description: 'It keeps failing on an instance, everywhere or for numbers of one region: five attempts in a row, or too large a share of the last minute failed or were slow. Messages go to the others first.'
    severity: 2
    window: 'PT10M'
    query: 'customMetrics | where name == "sms.carrier.breaker" | project timestamp, Open = coalesce(valueMax, value), Carrier = strcat(customDimensions.carrier, iff(isempty(customDimensions.region), "", strcat(" in ", customDimensions.region)))'
    column: 'Open'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: limit.openBreakers
    dimension: 'Carrier'
    enabled: true
  }
  {
    name: 'oldest-message'
    title: 'Messages are stuck in the queue'
    description: 'Seconds that the oldest due message has been waiting. Nobody delivers, or too few do.'
    severity: 1
    window: 'PT10M'
    query: 'customMetrics | where name == "sms.queue.oldest.age" | project timestamp, Seconds = coalesce(valueMax, value)'
    column: 'Seconds'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: limit.oldestMessageSeconds
    dimension: ''
    enabled: true
  }
  {
    name: 'stale-secrets'
    title: 'Secrets are served from memory'
    description: 'The vault cannot be read. Messages go on for a day after the last good read; a new instance does not start.'
    severity: 2
    window: 'PT15M'
    query: 'customMetrics | where name == "sms.secrets.stale" | project timestamp, Secrets = coalesce(valueMax, value)'
    column: 'Secrets'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: limit.staleSecrets
    dimension: ''
    enabled: true
  }
  {
    name: 'silence'
    title: 'The gateway is silent'
    description: 'No instance has reported anything for 15 minutes: the app does not start, or telemetry does not arrive and the other rules are blind.'
    severity: 0
    window: 'PT15M'
    // Silent is who has spoken: before the first secrets are in, nothing has, and nobody is woken.
    query: 'customMetrics | where name == "sms.secrets.stale" | summarize Last = max(timestamp) | where Last < ago(15m)'
    span: 'P2D'
    column: ''
    aggregation: 'Count'
    operator: 'GreaterThan'
    threshold: 0
    dimension: ''
    enabled: alwaysRunning
  }
  {
    name: 'log-volume'
    title: 'Logs are growing'
    description: 'Gigabytes taken in during a day. They are billed; a flood of forged requests writes lines, too.'
    severity: 3
    window: 'P1D'
    frequency: 'PT1H'
    ofWorkspace: true
    query: 'Usage | where IsBillable == true | project TimeGenerated, Gigabytes = Quantity / 1000'
    column: 'Gigabytes'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: limit.logGigabytes
    dimension: ''
    enabled: true
  }
]

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for rule in rules: {
    name: '${namePrefix}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      description: rule.description
      severity: rule.severity
      enabled: rule.enabled
      scopes: [rule.?ofWorkspace ?? false ? workspace.id : component.id]
      targetResourceTypes: [rule.?ofWorkspace ?? false ? 'Microsoft.OperationalInsights/workspaces' : 'microsoft.insights/components']
      evaluationFrequency: rule.?frequency ?? 'PT5M'
      windowSize: rule.window
      overrideQueryTimeRange: rule.?span
      autoMitigate: true
      // A metric that has never been sent yet is no mistake in a query.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            metricMeasureColumn: empty(rule.column) ? null : rule.column
            timeAggregation: rule.aggregation
            operator: rule.operator
            threshold: rule.threshold
            dimensions: empty(rule.dimension) ? [] : [{ name: rule.dimension, operator: 'Include', values: ['*'] }]
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: actionGroupIds
      }
    }
  }
]
