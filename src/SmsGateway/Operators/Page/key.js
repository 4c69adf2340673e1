// The operators' key, in this tab and nowhere else: it goes with the tab, and never into an address.

const names = { key: 'sms-gateway-key', name: 'sms-gateway-name' };
const memory = {};

/** Without storage (a browser may forbid it) it lasts until the page is loaded again. */
function read(item) {
  try {
    return sessionStorage.getItem(names[item]) ?? '';
  } catch {
    return memory[item] ?? '';
  }
}

function write(item, value) {
  memory[item] = value;
  try {
    if (value) {
      sessionStorage.setItem(names[item], value);
    } else {
      sessionStorage.removeItem(names[item]);
    }
  } catch {
    // It is in memory.
  }
}

export const key = () => read('key');
export const name = () => read('name');

export function keep(newKey, newName) {
  write('key', newKey);
  write('name', newName);
}

export const forget = () => keep('', '');
