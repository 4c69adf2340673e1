// The values of one installation. Everything that differs from clone to clone comes from the environment, which azd fills
// (azd env set NAME value) and a shell or a pipeline can, so that this file can be committed as it is.
using './main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'prod')

// Keys below a caller or carrier are those of docs/configuration.md. A secret is named, never written down: the vault has it.
// Names are letters, digits and underscores, because settings in Azure can be called nothing else.
param callers = {
  auth0: {
    Subject: 'urn:Auth0'
    Audience: 'urn:sms-gateway'
    SigningSecretName: 'auth0-signing-secret'
    Algorithms: ['HS256']
  }
}

param carriers = {
  twilio: {
    Kind: 'Twilio'
    AccountSid: readEnvironmentVariable('TWILIO_ACCOUNT_SID')
    AuthTokenSecretName: 'twilio-auth-token'
    From: readEnvironmentVariable('TWILIO_FROM')
  }
  // A second carrier takes over when the first fails. With it, routing below has to name both.
  // messagemedia: {
  //   Kind: 'MessageMedia'
  //   ApiKeySecretName: 'messagemedia-api-key'
  //   ApiSecretSecretName: 'messagemedia-api-secret'
  // }
}

param routing = {
  Default: ['twilio']
  // Prefixes: {
  //   '+6149': ['messagemedia', 'twilio']
  // }
  // Regions: {
  //   AU: ['messagemedia', 'twilio']
  //   US: ['twilio=70', 'messagemedia=30']
  // }
}

// Without Regions codes go to every country, which is what pumped SMS lives on; PerTenant bounds what a day can cost.
param admission = {
  // Regions: ['AU', 'NZ']
  // PerTenant: { PerDay: 5000 }
}

param delivery = {
  TimeToLive: '00:05:00'
}

param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')

// Whoever deploys may put secrets into the vault, if the environment asks for it.
param grantVaultToDeployer = bool(readEnvironmentVariable('GRANT_VAULT_TO_DEPLOYER', 'false'))

// 'true' for the one deployment after azd down: the vault of this name is still there, deleted.
param recoverVault = bool(readEnvironmentVariable('RECOVER_VAULT', 'false'))

param privateNetwork = bool(readEnvironmentVariable('PRIVATE_NETWORK', 'false'))
param zoneRedundant = bool(readEnvironmentVariable('ZONE_REDUNDANT', 'false'))

// param budget = { amount: 200, from: '2026-12-01' }

param tags = {
  application: 'sms-gateway'
}
