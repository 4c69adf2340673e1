// Elements. Message texts are hostile: everything goes in as text nodes, nothing is ever parsed as HTML.

export const $ = id => document.getElementById(id);

/** An element with attributes and children; strings become text nodes, and what is nothing is left out. */
export function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

export function button(attributes, act, ...children) {
  const element = el('button', { type: 'button', ...attributes }, ...children);
  element.addEventListener('click', act);
  return element;
}

/** Makes the children those wanted, in their order, and touches no other: what has the focus keeps it. */
export function arrange(parent, wanted) {
  const kept = new Set(wanted);
  for (const child of [...parent.children]) {
    if (!kept.has(child)) {
      child.remove();
    }
  }
  let next = parent.firstElementChild;
  for (const child of wanted) {
    if (child === next) {
      next = next.nextElementSibling;
    } else {
      parent.insertBefore(child, next);
    }
  }
}

let fading;

/** Says something short, to eyes and to screen readers. */
export function say(text) {
  $('toast').textContent = text;
  $('toast').classList.add('shown');
  clearTimeout(fading);
  fading = setTimeout(() => $('toast').classList.remove('shown'), 4000);
}

/** The clipboard needs a secure page, which an address other than loopback is not; then the selection does it. */
export async function copy(text, what) {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el('textarea', { class: 'quiet', readonly: true });
    const before = document.activeElement;
    area.value = text;
    (document.querySelector('dialog[open]') ?? document.body).append(area);
    area.select();
    done = document.execCommand('copy');
    area.remove();
    before?.focus();
  }
  say(done ? `${what} copied` : `${what} could not be copied`);
}

/** JSON of the carrier simulator; throws when there is none. */
export async function fetchJson(path, options) {
  const response = await fetch(path, { signal: AbortSignal.timeout(20_000), ...options });
  if (!response.ok) {
    throw new Error(`The carrier simulator answered ${response.status}.`);
  }
  return response.json();
}
