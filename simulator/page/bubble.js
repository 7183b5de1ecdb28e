// One message: its bubble, the picture or file in it, and the buttons below.

import { fileAddress } from "./control.js";
import { make } from "./dom.js";
import { formatted } from "./text.js";
import { hour } from "./clock.js";

export function bubble(message, waiting, acts) {
  const keys = keyboard(message.reply_markup?.inline_keyboard, (button, event) => acts.press(message, button, event), waiting);
  const side = message.from_bot ? "from-bot" : "from-me";
  return make("div", { class: `item ${side}${keys ? " has-keys" : ""}`, "data-message": message.message_id },
    make("div", { class: `bubble${message.photo ? " has-photo" : ""}` },
      answered(message.reply_to_message), ...content(message), words(message, acts),
      make("time", { class: "when" }, hour(message.date))),
    keys);
}

export function keyboard(rows, press, waiting = new Set()) {
  if (!rows?.length) return null;
  const drawn = rows.map((row) => make("div", { class: "row" }, ...row.map((button) => key(button, press, waiting))));
  return make("div", { class: "keys" }, ...drawn);
}

function key(button, press, waiting) {
  const waits = button.callback_data != null && waiting.has(button.callback_data);
  const corner = button.url ? "↗" : button.copy_text ? "⧉" : null;
  return make("button", { type: "button", class: `key${waits ? " waits" : ""}`, onclick: (event) => press(button, event) },
    button.text, corner && make("span", { class: "corner", "aria-hidden": "true" }, corner));
}

function words(message, acts) {
  const text = message.text ?? message.caption;
  if (!text) return null;
  return make("span", { class: "words" }, ...formatted(text, message.entities ?? message.caption_entities, acts));
}

function answered(message) {
  return message && make("div", { class: "answered" }, message.text ?? message.caption ?? "…");
}

function content(message) {
  if (message.photo) return [make("img", { class: "picture", src: fileAddress(message.photo.at(-1).file_id), alt: "Foto" })];
  if (message.document) return [file(message.document)];
  if (message.sticker) return [make("div", { class: "big" }, message.sticker.emoji ?? "🙂")];
  if (message.dice) return [make("div", { class: "big" }, message.dice.emoji)];
  const other = { voice: "🎤 Pesan suara", audio: "🎵 Audio", video: "🎬 Video", video_note: "🎬 Pesan video", location: "📍 Lokasi", contact: "👤 Kontak" };
  return Object.keys(other).filter((kind) => message[kind]).map((kind) => make("span", {}, other[kind]));
}

function file(document) {
  const suffix = (document.file_name ?? "").split(".").at(-1).slice(0, 4).toUpperCase();
  return make("a", { class: "file", href: fileAddress(document.file_id), download: document.file_name ?? "berkas" },
    make("span", { class: "sign" }, suffix || "↓"),
    make("span", {}, document.file_name ?? "Berkas", make("small", {}, size(document.file_size ?? 0))));
}

function size(bytes) {
  const number = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 1 });
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${number.format(bytes / 1024)} KB`;
  return `${number.format(bytes / 1024 ** 2)} MB`;
}
