// The page's only way to make and change elements: attributes and text nodes. What comes from the gateway is never parsed as HTML.

export const $ = id => document.getElementById(id);

/** An element with attributes (a function is a listener) and children; strings and numbers become text nodes. */
export const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** The same of a drawing. */
export const svg = (tag, attributes, ...children) => fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') {
      element.addEventListener(name, value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Read out once by a screen reader; for what an operator's own action brought about, and for a change of health. */
export function announce(text) {
  $('announcer').textContent = text;
}

const keyOf = node => node.dataset?.key;

/**
 * Makes the children of an element like fresh ones and touches only what differs: focus, selection and a screen reader's place stay
 * where they are. Children with a data-key keep their identity. Listeners therefore belong to the element or one above it.
 */
export function patch(target, ...children) {
  const fresh = children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false)
    .map(child => (child instanceof Node ? child : document.createTextNode(child)));
  const wanted = new Set(fresh.map(keyOf).filter(key => key !== undefined));
  const kept = new Map();
  for (const child of [...target.childNodes]) {
    const key = keyOf(child);
    if (key !== undefined && wanted.has(key)) {
      kept.set(key, child);
    } else if (key !== undefined) {
      child.remove();
    }
  }

  let at = target.firstChild;
  for (const child of fresh) {
    const key = keyOf(child);
    const old = key !== undefined ? kept.get(key) : at && keyOf(at) === undefined ? at : undefined;
    if (old?.nodeName !== child.nodeName) {
      target.insertBefore(child, at);
      continue;
    }
    if (old === at) {
      at = at.nextSibling;
    } else {
      target.insertBefore(old, at);
    }
    update(old, child);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function update(old, fresh) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) {
      old.data = fresh.data;
    }
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name)) {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
  patch(old, [...fresh.childNodes]);
}
