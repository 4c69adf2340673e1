// Makes app settings of the objects that main.bicepparam holds. Keys are those of docs/configuration.md: a caller
// { auth0: { Subject: 'urn:Auth0' } } becomes Gateway__Callers__auth0__Subject. No resources: the gateway itself says at its
// start what is missing or misspelt.

@description('Callers by name; each with its settings. Algorithms, Carriers and Regions are arrays.')
param callers object

@description('Carriers by name; each with its settings.')
param carriers object

@description('Default: carriers in order of preference. Prefixes, Regions: the same by prefix of the number, and by its region. Health: when a carrier is tried last.')
param routing object

@description('TimeToLive, AttemptTimeout, UnknownOutcome, as hh:mm:ss and words.')
param delivery object

@description('SmartEncoding, and Templates by name, each with its settings and its texts by language.')
param text object

@description('Regions, Kinds, limits by the rule\'s name, and single settings.')
param admission object

@description('Each with Number, To and Until.')
param testNumbers object[]

@description('Name of the secret that seals messages; empty: none.')
param encryptionKeySecretName string

var lists = ['Algorithms', 'Carriers', 'Regions']

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

// By name in the parameters; the names go into the values, because setting names in Azure take no dash.
var separators = { Headers: ': ', Form: '=' }

var sections = ['Senders', 'VoiceProfiles']

var carrierValues = flatten(map(
  items(carriers),
  carrier =>
    map(
      filter(items(carrier.value), setting => !contains(separators, setting.key) && !contains(sections, setting.key)),
      setting => { name: 'Gateway__Carriers__${carrier.key}__${setting.key}', value: setting.value }
    )
))

// A setting's name takes no dash in Azure; the gateway knows a locale with an underscore.
var carrierSections = flatten(map(
  items(carriers),
  carrier =>
    flatten(map(
      filter(items(carrier.value), setting => contains(sections, setting.key)),
      setting =>
        map(items(setting.value), entry => {
          name: 'Gateway__Carriers__${carrier.key}__${setting.key}__${replace(entry.key, '-', '_')}'
          value: entry.value
        })
    ))
))

var carrierMaps = flatten(map(
  items(carriers),
  carrier =>
    flatten(map(
      filter(items(carrier.value), setting => contains(separators, setting.key)),
      setting =>
        map(range(0, length(items(setting.value))), i => {
          name: 'Gateway__Carriers__${carrier.key}__${setting.key}__${i}'
          value: '${items(setting.value)[i].key}${separators[setting.key]}${items(setting.value)[i].value}'
        })
    ))
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

var regionValues = flatten(map(
  items(routing.?Regions ?? {}),
  region =>
    map(range(0, length(region.value)), i => {
      name: 'Gateway__Routing__Regions__${region.key}__${i}'
      value: region.value[i]
    })
))

var healthValues = map(items(routing.?Health ?? {}), setting => {
  name: 'Gateway__Routing__Health__${setting.key}'
  value: setting.value
})

var deliveryValues = map(items(delivery), setting => {
  name: 'Gateway__Delivery__${setting.key}'
  value: setting.value
})

var plainTextValues = map(filter(items(text), setting => setting.key != 'Templates'), setting => {
  name: 'Gateway__Text__${setting.key}'
  value: setting.value
})

var templateValues = flatten(map(
  items(text.?Templates ?? {}),
  template =>
    map(filter(items(template.value), setting => setting.key != 'Texts'), setting => {
      name: 'Gateway__Text__Templates__${template.key}__${setting.key}'
      value: setting.value
    })
))

// The gateway takes an underscore for the dash that a setting's name cannot have.
var templateTexts = flatten(map(
  items(text.?Templates ?? {}),
  template =>
    map(items(template.value.Texts), translation => {
      name: 'Gateway__Text__Templates__${template.key}__Texts__${replace(translation.key, '-', '_')}'
      value: translation.value
    })
))

var balanceValues = map(filter(items(routing), setting => setting.key == 'Balance'), setting => {
  name: 'Gateway__Routing__Balance'
  value: setting.value
})

var admissionRegions = map(range(0, length(admission.?Regions ?? [])), i => {
  name: 'Gateway__Admission__Regions__${i}'
  value: admission.Regions[i]
})

var singleOfAdmission = ['WhenStoreIsAway', 'Quiet']

var admissionValues = map(filter(items(admission), setting => contains(singleOfAdmission, setting.key)), setting => {
  name: 'Gateway__Admission__${setting.key}'
  value: setting.value
})

var admissionSections = flatten(map(
  filter(items(admission), section => section.key != 'Regions' && !contains(singleOfAdmission, section.key)),
  section =>
    map(items(section.value), setting => {
      name: 'Gateway__Admission__${section.key}__${setting.key}'
      value: setting.value
    })
))

var testNumberValues = flatten(map(range(0, length(testNumbers)), i =>
  map(items(testNumbers[i]), setting => {
    name: 'Gateway__TestNumbers__${i}__${setting.key}'
    value: setting.value
  })
))

var encryptionValues = empty(encryptionKeySecretName)
  ? []
  : [{ name: 'Gateway__Encryption__KeySecretName', value: encryptionKeySecretName }]

var routingValues = concat(defaultValues, prefixValues, regionValues, balanceValues, healthValues)
var textValues = concat(plainTextValues, templateValues, templateTexts)
var numberValues = concat(admissionRegions, admissionValues, admissionSections, testNumberValues)

output gatewaySettings object = toObject(
  concat(
    callerValues,
    callerLists,
    carrierValues,
    carrierMaps,
    carrierSections,
    routingValues,
    deliveryValues,
    textValues,
    numberValues,
    encryptionValues
  ),
  setting => setting.name,
  setting => string(setting.value)
)
