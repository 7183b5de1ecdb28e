// The foot of a phone: menu of commands, attachments, the field for text.

import { make } from "./dom.js";

export function writer(phone) {
  let commands = [];
  const field = make("textarea", { rows: "1", placeholder: "Pesan", "aria-label": "Pesan" });
  const menu = make("button", { type: "button", class: "plain menu", hidden: true, onclick: () => phone.sheet(commands.map(entry)) }, "Menu");
  const clip = make("button", { type: "button", class: "plain", title: "Lampirkan", onclick: () => phone.sheet(attachments()) }, "📎");
  const bar = make("form", { class: "write", onsubmit: submit }, menu, clip, field,
    make("button", { type: "submit", class: "plain send", title: "Kirim" }, "➤"));
  const node = make("div", {}, bar);

  field.addEventListener("input", fit);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) submit(event);
  });

  function fit() {
    field.style.height = "34px";
    field.style.height = `${Math.min(field.scrollHeight, 104)}px`;
  }

  function submit(event) {
    event.preventDefault();
    const text = field.value;
    if (!text.trim()) return;
    field.value = "";
    fit();
    phone.send(text);
  }

  function entry({ command, description }) {
    return make("button", { type: "button", onclick: () => phone.send(`/${command}`) }, `/${command}`, make("span", {}, description));
  }

  function attachments() {
    return [
      make("button", { type: "button", onclick: () => choose("photo", "image/png,image/jpeg,image/gif") }, "🖼 Foto"),
      make("button", { type: "button", onclick: () => choose("document", "") }, "📄 Dokumen"),
    ];
  }

  function choose(kind, accept) {
    const input = make("input", { type: "file", multiple: true, accept });
    input.addEventListener("change", () => {
      const form = new FormData();
      [...input.files].forEach((file, index) => form.append(`file${index}`, file, file.name));
      if (field.value.trim()) form.append("caption", field.value.trim());
      field.value = "";
      phone.act(kind, form);
    });
    input.click();
  }

  // The bar stays where it is: moved, it would take the focus out of the field while somebody types.
  function setKeys(keys) {
    while (bar.nextSibling) bar.nextSibling.remove();
    if (keys) node.append(keys);
  }

  return {
    node,
    setKeys,
    setCommands: (list) => {
      commands = list;
      menu.hidden = !list.length;
    },
  };
}
