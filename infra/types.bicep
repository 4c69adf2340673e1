// What may be written into main.bicepparam, so that the compiler and the editor know a misspelt name. Names and meanings are those
// of docs/configuration.md; a test compares them with the code that reads them.

@export()
@description('Who may post.')
@sealed()
type caller = {
  Subject: string?
  SubjectSecretName: string?
  Audience: string?
  AudienceSecretName: string?
  SigningSecretName: string
  SigningSecretEncoding: ('Utf8' | 'Base64Url')?
  Scheme: ('Jwt' | 'StaticBearer')?
  Algorithms: ('HS256' | 'HS384' | 'HS512')[]?
  RequireExpiration: bool?
  @description('hh:mm:ss since iat, which it makes mandatory.')
  MaxTokenAge: string?
  @description('Tokens must hold the hash of the body that they come with, as those of our Actions do.')
  RequireBodyHash: bool?
  @description('Carriers in order or with weights (twilio=70), instead of the general routes.')
  Carriers: string[]?
  @description('hh:mm:ss; this caller\'s codes live this long.')
  TimeToLive: string?
  @description('Regions that its messages may go to, such as AU, in the place of the general list.')
  Regions: string[]?
}

@sealed()
type twilio = {
  Kind: 'Twilio'
  BaseAddress: string?
  From: string?
  AlwaysUseFrom: bool?
  @description('Messages on their way to it at once.')
  MaxConcurrency: int?
  @description('Messages a second from each instance, such as \'1\' or \'0.1\'; Bicep has no fractions.')
  MaxPerSecond: string?
  @description('What numbers of a region, such as AU, see as the sender.')
  Senders: { *: string }?
  AccountSid: string
  AuthTokenSecretName: string?
  ApiKeySid: string?
  ApiKeySecretSecretName: string?
  MessagingServiceSid: string?
}

@sealed()
type messageMedia = {
  Kind: 'MessageMedia'
  BaseAddress: string?
  From: string?
  AlwaysUseFrom: bool?
  @description('Messages on their way to it at once.')
  MaxConcurrency: int?
  @description('Messages a second from each instance, such as \'1\' or \'0.1\'; Bicep has no fractions.')
  MaxPerSecond: string?
  @description('What numbers of a region, such as AU, see as the sender.')
  Senders: { *: string }?
  ApiKeySecretName: string
  ApiSecretSecretName: string
  Signing: ('Basic' | 'Hmac')?
}

@sealed()
type eightByEight = {
  Kind: 'EightByEight'
  BaseAddress: string?
  From: string?
  AlwaysUseFrom: bool?
  @description('Messages on their way to it at once.')
  MaxConcurrency: int?
  @description('Messages a second from each instance, such as \'1\' or \'0.1\'; Bicep has no fractions.')
  MaxPerSecond: string?
  @description('What numbers of a region, such as AU, see as the sender.')
  Senders: { *: string }?
  SubAccountId: string
  ApiKeySecretName: string
  Region: ('Apac' | 'NorthAmerica' | 'Europe' | 'Indonesia')?
  @description('For calls, together with VoiceProfile.')
  VoiceSubAccountId: string?
  @description('The name of a voice.')
  VoiceProfile: string?
  @description('Other voices by locale, such as de or de_AT.')
  VoiceProfiles: { *: string }?
  @description('The number that calls come from.')
  VoiceFrom: string?
  VoiceApiKeySecretName: string?
  VoiceBaseAddress: string?
}

@sealed()
type infobip = {
  Kind: 'Infobip'
  BaseAddress: string?
  From: string?
  AlwaysUseFrom: bool?
  @description('Messages on their way to it at once.')
  MaxConcurrency: int?
  @description('Messages a second from each instance, such as \'1\' or \'0.1\'; Bicep has no fractions.')
  MaxPerSecond: string?
  @description('What numbers of a region, such as AU, see as the sender.')
  Senders: { *: string }?
  ApiKeySecretName: string
}

@sealed()
type telnyx = {
  Kind: 'Telnyx'
  BaseAddress: string?
  From: string?
  AlwaysUseFrom: bool?
  @description('Messages on their way to it at once.')
  MaxConcurrency: int?
  @description('Messages a second from each instance, such as \'1\' or \'0.1\'; Bicep has no fractions.')
  MaxPerSecond: string?
  @description('What numbers of a region, such as AU, see as the sender.')
  Senders: { *: string }?
  ApiKeySecretName: string
  MessagingProfileId: string?
}

@sealed()
type azureCommunication = {
  Kind: 'AzureCommunication'
  @description('The resource\'s endpoint.')
  BaseAddress: string
  From: string?
  AlwaysUseFrom: bool?
  @description('Messages on their way to it at once.')
  MaxConcurrency: int?
  @description('Messages a second from each instance, such as \'1\' or \'0.1\'; Bicep has no fractions.')
  MaxPerSecond: string?
  @description('What numbers of a region, such as AU, see as the sender.')
  Senders: { *: string }?
  @description('Without it the app\'s identity is shown, which then needs a role at the resource.')
  AccessKeySecretName: string?
}

@sealed()
type plivo = {
  Kind: 'Plivo'
  BaseAddress: string?
  From: string?
  AlwaysUseFrom: bool?
  @description('Messages on their way to it at once.')
  MaxConcurrency: int?
  @description('Messages a second from each instance, such as \'1\' or \'0.1\'; Bicep has no fractions.')
  MaxPerSecond: string?
  @description('What numbers of a region, such as AU, see as the sender.')
  Senders: { *: string }?
  AuthId: string
  AuthTokenSecretName: string
  PowerpackUuid: string?
}

@sealed()
type vonage = {
  Kind: 'Vonage'
  BaseAddress: string?
  From: string?
  AlwaysUseFrom: bool?
  @description('Messages on their way to it at once.')
  MaxConcurrency: int?
  @description('Messages a second from each instance, such as \'1\' or \'0.1\'; Bicep has no fractions.')
  MaxPerSecond: string?
  @description('What numbers of a region, such as AU, see as the sender.')
  Senders: { *: string }?
  ApiKeySecretName: string?
  ApiSecretSecretName: string?
  ApplicationId: string?
  PrivateKeySecretName: string?
}

@sealed()
type sinch = {
  Kind: 'Sinch'
  BaseAddress: string?
  From: string?
  AlwaysUseFrom: bool?
  @description('Messages on their way to it at once.')
  MaxConcurrency: int?
  @description('Messages a second from each instance, such as \'1\' or \'0.1\'; Bicep has no fractions.')
  MaxPerSecond: string?
  @description('What numbers of a region, such as AU, see as the sender.')
  Senders: { *: string }?
  ServicePlanId: string
  ApiTokenSecretName: string
  Region: ('Us' | 'Eu' | 'Au' | 'Br' | 'Ca')?
  DeliveryReport: ('None' | 'Summary' | 'Full' | 'PerRecipient' | 'PerRecipientFinal')?
}

@description('Any other provider: docs/http-carrier.md. Placeholders stand in braces; codes and statuses are comma-separated.')
@sealed()
type http = {
  Kind: 'Http'
  BaseAddress: string
  From: string?
  AlwaysUseFrom: bool?
  @description('Messages on their way to it at once.')
  MaxConcurrency: int?
  @description('Messages a second from each instance, such as \'1\' or \'0.1\'; Bicep has no fractions.')
  MaxPerSecond: string?
  @description('What numbers of a region, such as AU, see as the sender.')
  Senders: { *: string }?
  Method: ('POST' | 'PUT' | 'GET')?
  Path: string?
  @description('By name; with secrets as {secret:<name>}.')
  Headers: { *: string }?
  Json: string?
  @description('By field; instead of Json.')
  Form: { *: string }?
  SuccessStatus: string?
  SuccessPointer: string?
  SuccessValues: string?
  IdPointer: string?
  CodePointer: string?
  RejectedCodes: string?
  LandlineCodes: string?
  MessageRefusedCodes: string?
  RefusedCodes: string?
  CredentialsCodes: string?
  ThrottledCodes: string?
  UnavailableCodes: string?
  AcceptedCodes: string?
}

@export()
@description('A company\'s API that delivers.')
@discriminator('Kind')
type carrier = twilio | messageMedia | eightByEight | vonage | infobip | sinch | telnyx | azureCommunication | plivo | http

@export()
@sealed()
type routing = {
  @description('Carriers in order of preference, or each with a weight (twilio=70).')
  Default: string[]?
  @description('The same by prefix of the number, such as +61; the longest wins.')
  Prefixes: { *: string[] }?
  @description('The same by region, such as AU.')
  Regions: { *: string[] }?
  @description('Weighted: the weights of every route follow how its carriers fare.')
  Balance: ('Ordered' | 'Weighted')?
  Health: carrierHealth?
}

@export()
@sealed()
@description('When a carrier is tried last.')
type carrierHealth = {
  @description('Share of bad attempts in the last minute, such as \'0.5\'; Bicep has no fractions.')
  FailureShare: string?
  @description('Fewer attempts in the last minute say nothing.')
  MinimumAttempts: int?
  @description('hh:mm:ss; an attempt that takes longer is a bad one.')
  SlowAttempt: string?
}

@sealed()
type admissionLimit = {
  Mode: ('Off' | 'RecordOnly' | 'Enforce')?
  @description('At once, after a time of rest; together with Refill.')
  Burst: int?
  @description('hh:mm:ss, after which one more of the burst is back.')
  Refill: string?
  PerHour: int?
  PerDay: int?
}

type kindSwitch = 'Refuse' | 'Allow'

@sealed()
type numberKinds = {
  Premium: kindSwitch?
  TollFree: kindSwitch?
  SharedCost: kindSwitch?
  Satellite: kindSwitch?
  Pager: kindSwitch?
  Personal: kindSwitch?
  Voip: kindSwitch?
  FixedLine: kindSwitch?
}

@export()
@sealed()
@description('Whether a code should be sent at all.')
type admission = {
  @description('Regions that codes go to, such as AU; none: all.')
  Regions: string[]?
  Kinds: numberKinds?
  PerNumber: admissionLimit?
  @description('Of the number without its last four digits.')
  PerBlock: { Mode: ('Off' | 'RecordOnly' | 'Enforce')?, PerHour: int? }?
  PerIp: admissionLimit?
  RegionsPerIp: { Mode: ('Off' | 'RecordOnly' | 'Enforce')?, PerDay: int? }?
  PerRegion: admissionLimit?
  PerUser: admissionLimit?
  PerCaller: admissionLimit?
  @description('In all. PerDay bounds what a day can cost.')
  PerTenant: admissionLimit?
  Unverified: { Mode: ('Off' | 'RecordOnly')? }?
  WhenStoreIsAway: ('Allow' | 'Refuse')?
  Quiet: bool?
}

@export()
@sealed()
type delivery = {
  @description('hh:mm:ss from acceptance to expiry.')
  TimeToLive: string?
  @description('hh:mm:ss for one call to a carrier.')
  AttemptTimeout: string?
  @description('Call: a text to a landline becomes a call.')
  Landline: ('GiveUp' | 'Call')?
  UnknownOutcome: ('Resend' | 'AssumeSent')?
  @description('Resends to a carrier that may have the message.')
  MaxUnknownResends: int?
  @description('Share of its life for which the oldest due message may wait, such as \'0.33\'; Bicep has no fractions.')
  OldestShare: string?
  @description('hh:mm:ss or d.hh:mm:ss for which it can be looked up who took a message; 00:00:00: of followed ones only.')
  RecordsKept: string?
}

@sealed()
type template = {
  @description('Whose messages it is for; with none of this and the next three, all messages.')
  Caller: string?
  ClientId: string?
  @description('Such as otp_verify.')
  MessageType: string?
  Channel: ('Sms' | 'Voice')?
  @description('Also in the place of a text that the request has.')
  ReplaceBody: bool?
  @description('What {application} is when the request does not tell.')
  Application: string?
  @description('What {organization} is when the request does not tell.')
  Organization: string?
  @description('The language of the text for all that have none.')
  DefaultLocale: string?
  @description('By language, such as en or pt-BR; {code} in each.')
  Texts: { *: string }
}

@export()
@sealed()
type text = {
  @description('Replaces look-alikes of GSM-7 where that makes a text cheaper.')
  SmartEncoding: bool?
  @description('Texts of the gateway\'s own, by name.')
  Templates: { *: template }?
}

@export()
@description('Messages to it are not sent, but kept for an operator.')
@sealed()
type testNumber = {
  @description('With its plus sign.')
  Number: string
  @description('The last of several; of the same length.')
  To: string?
  @description('When it is a number like any other again, such as 2027-01-01.')
  Until: string
}

@export()
@description('Overrides of when the rules in modules/alerts.bicep fire, by name.')
@sealed()
type alertThresholds = {
  @description('Requests in 10 min that the gateway itself could not accept.')
  acceptFailures: int?
  @description('Over 5 min; Auth0 waits 30 s.')
  acceptP99Milliseconds: int?
  @description('Requests in 15 min that the platform answered with 429 or 5xx before the gateway saw them.')
  platformRefusals: int?
  @description('Tokens in 15 min that name a caller and do not hold.')
  refusedTokens: int?
  notAdmitted: int?
  @description('Mean over 5 min.')
  secondsToCarrier: int?
  @description('Dead letters in 15 min.')
  expired: int?
  @description('Dead letters in 15 min.')
  unknown: int?
  @description('Dead letters in 15 min.')
  rejected: int?
  @description('Dead letters in 15 min, Unreadable or Unroutable.')
  faults: int?
  @description('Dead letters in 15 min.')
  poison: int?
  @description('Of the attempts in 5 min, at least 5 of them failed.')
  carrierFailurePercent: int?
  @description('Instances that try this carrier last.')
  openBreakers: int?
  @description('Waiting although it is due.')
  oldestMessageSeconds: int?
  staleSecrets: int?
  @description('Taken in during 24 h.')
  logGigabytes: int?
}

@export()
@description('What the resource group should cost at most in a month; nothing is switched off.')
@sealed()
type budget = {
  @description('In the currency of the subscription.')
  @minValue(1)
  amount: int
  @description('First day of the month in which it is made, such as 2026-12-01; it cannot be changed afterwards.')
  @minLength(10)
  @maxLength(10)
  from: string
}
