'use strict';

const { randomInt } = require('node:crypto');

// Events with every member that Auth0 documents for the two triggers, and values nobody else has.

const digits = (count) => Array.from({ length: count }, () => randomInt(10)).join('');

const common = (secrets) => ({
  client: { client_id: 'cKQ9zPfAWp0Zt0aVnYb2iXwB1oL3mD5e', name: 'Acme', metadata: { plan: 'gold' } },
  request: {
    ip: '203.0.113.7',
    method: 'POST',
    hostname: 'acme.eu.auth0.com',
    language: 'de',
    user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
    geoip: { cityName: 'Berlin', continentCode: 'EU', countryCode: 'DE', countryCode3: 'DEU', countryName: 'Germany', latitude: 52.52, longitude: 13.405, subdivisionCode: 'BE', subdivisionName: 'Berlin', timeZone: 'Europe/Berlin' },
  },
  secrets,
  tenant: { id: 'acme', friendly_name: 'Acme' },
  transaction: { correlation_id: `cor_${digits(12)}` },
  user: { user_id: 'sms|65f0', email: 'a@example.com', app_metadata: {}, user_metadata: {}, identities: [] },
});

/** An event of the trigger custom-phone-provider; `change` replaces members of the notification. */
function customPhoneProviderEvent(secrets, change = {}) {
  const code = digits(6);
  return {
    ...common(secrets),
    connection: { id: 'con_1', name: 'sms', strategy: 'sms' },
    organization: { id: 'org_Zq1', name: 'acme', display_name: 'Acme', metadata: {} },
    notification: {
      recipient: `+49151${digits(8)}`,
      as_text: `${code} is your code for Acme`,
      as_voice: `Your code for Acme is ${code}`,
      code,
      delivery_method: 'text',
      from: '+15005550006',
      locale: 'de_DE',
      message_type: 'otp_verify',
      ...change,
    },
  };
}

/** An event of the trigger send-phone-message; `change` replaces members of the message options. */
function sendPhoneMessageEvent(secrets, change = {}) {
  const code = digits(6);
  return {
    ...common(secrets),
    message_options: {
      recipient: `+49151${digits(8)}`,
      text: `${code} is your code for Acme`,
      code,
      message_type: 'sms',
      action: 'second-factor-authentication',
      ...change,
    },
  };
}

const makers = { 'custom-phone-provider': customPhoneProviderEvent, 'send-phone-message': sendPhoneMessageEvent };

const createEvent = (trigger, secrets, change) => makers[trigger](secrets, change);

module.exports = { createEvent, digits };
