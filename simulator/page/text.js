// A text with its entities as elements. Offsets are UTF-16 units, which is what JavaScript strings count.

import { make, safeAddress } from "./dom.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", pre: "pre", code: "code" };

export function formatted(text, entities, acts) {
  return piece(text, 0, text.length, [...(entities ?? [])], acts);
}

// The nodes of text[from..to); `entities` are sorted, an outer one before those inside it.
function piece(text, from, to, entities, acts) {
  const nodes = [];
  let at = from;
  while (entities.length) {
    const entity = entities.shift();
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || end <= entity.offset) continue;
    const inner = [];
    while (entities.length && entities[0].offset < end) inner.push(entities.shift());
    nodes.push(text.slice(at, entity.offset));
    nodes.push(wrapped(entity, text.slice(entity.offset, end), piece(text, entity.offset, end, inner, acts), acts));
    at = end;
  }
  nodes.push(text.slice(at, to));
  return nodes;
}

function wrapped(entity, words, inner, acts) {
  switch (entity.type) {
    case "bold": case "italic": case "underline": case "strikethrough":
      return make(TAGS[entity.type], {}, ...inner);
    case "code": case "pre":
      return make(TAGS[entity.type], { title: "Salin", onclick: () => acts.copy(words) }, ...inner);
    case "blockquote":
      return make("span", { class: "quote" }, ...inner);
    case "expandable_blockquote":
      return make("span", { class: "quote folded", onclick: (event) => event.currentTarget.classList.toggle("folded") }, ...inner);
    case "spoiler":
      return make("span", { class: "spoiler", onclick: (event) => event.currentTarget.classList.add("open") }, ...inner);
    case "bot_command":
      return make("span", { class: "command", onclick: () => acts.send(words) }, ...inner);
    case "text_link":
      return link(entity.url, inner, acts);
    case "url":
      return link(/^[a-z]+:/i.test(words) ? words : `https://${words}`, inner, acts);
    case "email":
      return link(`mailto:${words}`, inner, acts);
    default:
      return make("span", {}, ...inner);
  }
}

function link(url, inner, acts) {
  const href = safeAddress(url);
  if (!href) return make("span", {}, ...inner);
  return make("a", { href, target: "_blank", rel: "noopener noreferrer", onclick: (event) => acts.follow(event, href) }, ...inner);
}
