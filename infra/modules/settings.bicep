// Makes app settings of the objects that main.bicepparam holds. Keys are those of docs/configuration.md: a caller
// { auth0: { Subject: 'urn:Auth0' } } becomes Gateway__Callers__auth0__Subject. No resources: the gateway itself says at its
// start what is missing or misspelt.

@description('Callers by name; each with its settings. Algorithms and Carriers are arrays.')
param callers object

@description('Carriers by name; each with its settings.')
param carriers object

@description('Default: carriers in order of preference. Prefixes: the same by country prefix.')
param routing object

@description('TimeToLive, AttemptTimeout, UnknownOutcome, as hh:mm:ss and words.')
param delivery object

var lists = ['Algorithms', 'Carriers']

var callerValues = flatten(map(
  items(callers),
  caller =>
    map(
      filter(items(caller.value), setting => !contains(lists, setting.key)),
      setting => { name: 'Gateway__Callers__${caller.key}__${setting.key}', value: setting.value }
    )
))

var callerLists = flatten(map(
  items(callers),
  caller =>
    flatten(map(
      filter(items(caller.value), setting => contains(lists, setting.key)),
      setting =>
        map(range(0, length(setting.value)), i => {
          name: 'Gateway__Callers__${caller.key}__${setting.key}__${i}'
          value: setting.value[i]
        })
    ))
))

var carrierValues = flatten(map(
  items(carriers),
  carrier =>
    map(filter(items(carrier.value), setting => setting.key != 'VoiceProfiles'), setting => {
      name: 'Gateway__Carriers__${carrier.key}__${setting.key}'
      value: setting.value
    })
))

// Setting names in Azure take no dash; the gateway knows a locale with an underscore.
var voiceValues = flatten(map(
  items(carriers),
  carrier =>
    map(items(carrier.value.?VoiceProfiles ?? {}), profile => {
      name: 'Gateway__Carriers__${carrier.key}__VoiceProfiles__${replace(profile.key, '-', '_')}'
      value: profile.value
    })
))

var defaultRoute = routing.?Default ?? []

var defaultValues = map(range(0, length(defaultRoute)), i => {
  name: 'Gateway__Routing__Default__${i}'
  value: defaultRoute[i]
})

// Setting names in Azure hold letters, digits, dots and underscores only, so the plus sign is left away; the gateway knows both.
var prefixValues = flatten(map(
  items(routing.?Prefixes ?? {}),
  prefix =>
    map(range(0, length(prefix.value)), i => {
      name: 'Gateway__Routing__Prefixes__${replace(prefix.key, '+', '')}__${i}'
      value: prefix.value[i]
    })
))

var deliveryValues = map(items(delivery), setting => {
  name: 'Gateway__Delivery__${setting.key}'
  value: setting.value
})

output gatewaySettings object = toObject(
  concat(callerValues, callerLists, carrierValues, voiceValues, defaultValues, prefixValues, deliveryValues),
  setting => setting.name,
  setting => string(setting.value)
)
