// Builds elements. Data only ever becomes text nodes and checked attributes, never markup.

export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null && child !== false));
  return node;
}

const SAFE = /^(?:https?|tg|mailto|tel):/i;

export const safeAddress = (url) => (SAFE.test(url) ? url : null);
