// One phone: draws what the simulator says stands on it, and does what its owner does.

import { bubble, keyboard } from "./bubble.js";
import { day } from "./clock.js";
import { post } from "./control.js";
import { make } from "./dom.js";
import { writer } from "./writer.js";

const HUES = [172, 32, 262, 208, 342, 96];

export class Phone {
  constructor(id, place, bot) {
    this.id = id;
    this.bot = bot;
    this.drawn = new Map();
    this.answersSeen = null;
    this.role = make("span", { class: "role" });
    this.name = make("strong");
    this.unread = make("span", { class: "unread", hidden: true, title: "Belum dibaca" });
    this.status = make("span");
    this.chat = make("div", { class: "chat" });
    this.foot = make("div");
    this.screen = make("div", { class: "phone" }, this.top(), this.chat, this.foot);
    this.seat = make("section", { class: "seat", "data-person": id, onpointerdown: () => this.read(), onfocusin: () => this.read() },
      make("div", { class: "owner" }, this.role, this.name, this.unread), this.screen);
    this.jump = make("button", { type: "button", class: "jump", onclick: () => this.seat.scrollIntoView({ block: "nearest" }) });
    for (const node of [this.seat, this.jump]) node.style.setProperty("--hue", HUES[place % HUES.length]);
    this.writer = writer(this);
    this.low = true; // the newest message is in sight; it stays there whatever grows or shrinks
    this.chat.addEventListener("scroll", () => {
      this.low = this.chat.scrollHeight - this.chat.scrollTop - this.chat.clientHeight < 60;
    });
    new ResizeObserver(() => this.low && this.goDown()).observe(this.chat);
  }

  goDown() {
    this.chat.scrollTop = this.chat.scrollHeight;
  }

  top() {
    return make("div", { class: "top" },
      make("img", { src: "/page/icon.svg", alt: "" }),
      make("div", { class: "who" }, make("strong", {}, this.bot.first_name), this.status),
      make("button", { type: "button", class: "plain", title: "Pilihan", onclick: () => this.options() }, "⋮"));
  }

  draw(state) {
    this.state = state;
    const { person, messages } = state;
    this.role.textContent = person.label || "Pengguna";
    this.name.textContent = [person.first_name, person.last_name].filter(Boolean).join(" ");
    this.unread.hidden = !person.unread;
    this.unread.textContent = person.unread;
    this.drawJump(person);
    this.status.textContent = state.action ? "mengetik …" : "bot";
    this.status.className = state.action ? "busy" : "";
    this.drawMessages(messages, person);
    this.drawFoot(person);
    this.showAnswers(state.taps);
  }

  // The way to this phone from the top of the page, with the number of what was not read.
  drawJump(person) {
    const count = person.unread && make("span", { class: "count" }, person.unread);
    this.jump.replaceChildren(person.label || person.first_name, ...(count ? [count] : []));
  }

  redraw() {
    this.drawn.clear();
    if (this.state) this.draw(this.state);
  }

  drawMessages(messages, person) {
    const wasLow = this.low;
    const newest = messages.at(-1)?.message_id;
    const nodes = [];
    let lastDay = "";
    for (const message of messages) {
      const today = day(message.date);
      if (today !== lastDay) nodes.push(make("div", { class: "day" }, today));
      lastDay = today;
      nodes.push(this.node(message));
    }
    this.chat.replaceChildren(...(nodes.length ? nodes : [this.welcome(person)]));
    if (wasLow || newest !== this.newest) this.goDown();
    this.newest = newest;
  }

  node(message) {
    const open = this.state.taps.filter((tap) => tap.open && tap.message_id === message.message_id);
    const waiting = new Set(open.map((tap) => tap.data));
    const looks = JSON.stringify([message, [...waiting]]);
    const known = this.drawn.get(message.message_id);
    if (known?.looks === looks) return known.node;
    const node = bubble(message, waiting, this);
    for (const picture of node.querySelectorAll("img")) {
      picture.addEventListener("load", () => this.low && this.goDown());
    }
    this.drawn.set(message.message_id, { looks, node });
    return node;
  }

  welcome(person) {
    return make("div", { class: "empty" }, person.start_code ? "Tautan undangan sudah diterima." : "Tekan Mulai untuk menyapa bot.",
      person.start_code && make("code", {}, `t.me/${this.bot.username}?start=${person.start_code}`));
  }

  drawFoot(person) {
    if (person.deactivated) return this.foot.replaceChildren(this.whole("Akun dihapus", null));
    if (person.blocked) return this.foot.replaceChildren(this.whole("Buka blokir", () => this.act("unblock")));
    if (!person.started) return this.foot.replaceChildren(this.whole("Mulai", () => this.start(person.start_code)));
    const keys = keyboard(this.state.keyboard?.keyboard, (button) => this.send(button.text));
    keys?.classList.add("reply-keys");
    if (this.foot.firstChild !== this.writer.node) this.foot.replaceChildren(this.writer.node);
    this.writer.setKeys(keys);
  }

  whole(label, onclick) {
    return make("button", { type: "button", class: "whole", disabled: !onclick, ...(onclick && { onclick }) }, label);
  }

  showAnswers(taps) {
    const answered = taps.filter((tap) => tap.answer);
    const newest = answered.at(-1)?.number ?? 0;
    const news = this.answersSeen === null ? [] : answered.filter((tap) => tap.number > this.answersSeen);
    this.answersSeen = Math.max(newest, this.answersSeen ?? 0);
    for (const { answer } of news) {
      if (answer.text && answer.show_alert) this.alert(answer.text);
      else if (answer.text) this.toast(answer.text);
    }
  }

  toast(text) {
    this.screen.querySelector(".toast")?.remove();
    const node = make("div", { class: "toast", role: "status" }, text);
    this.screen.append(node);
    setTimeout(() => node.remove(), 3200);
  }

  alert(text) {
    const node = make("div", { class: "alert", role: "alertdialog" });
    node.append(make("div", {}, text, make("button", { type: "button", onclick: () => node.remove() }, "OK")));
    this.screen.append(node);
  }

  sheet(buttons, fromTop = false) {
    this.closeSheet();
    const node = make("div", { class: `sheet${fromTop ? " from-top" : ""}` }, ...buttons);
    this.screen.append(node);
    setTimeout(() => document.addEventListener("click", () => node.remove(), { once: true }));
  }

  closeSheet() {
    this.screen.querySelector(".sheet")?.remove();
  }

  options() {
    const blocked = this.state.person.blocked;
    this.sheet([make("button", { type: "button", onclick: () => this.act(blocked ? "unblock" : "block") }, blocked ? "Buka blokir bot" : "Blokir bot")], true);
  }

  // What bubbles may ask for: press a button, follow a link, send a command, copy.

  async press(message, button) {
    if (button.copy_text) return this.copy(button.copy_text.text);
    if (button.url) return this.follow(null, button.url);
    if (button.callback_data != null) await this.act("tap", { message_id: message.message_id, data: button.callback_data });
  }

  follow(event, url) {
    const own = url.match(/^https?:\/\/(?:t|telegram)\.me\/(\w+)\?start=([\w-]+)$/);
    if (own?.[1] === this.bot.username) {
      event?.preventDefault();
      this.start(own[2]);
    } else if (!event) {
      window.open(url, "_blank", "noopener,noreferrer");
    }
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.toast("Tersalin");
    } catch {
      this.toast("Tidak dapat menyalin di peramban ini");
    }
  }

  start(code) {
    return this.send(code ? `/start ${code}` : "/start");
  }

  send(text) {
    return this.act("send", { text });
  }

  async act(what, wish) {
    try {
      await post(`people/${this.id}/${what}`, wish);
    } catch (error) {
      this.toast(error.message);
    }
  }

  read() {
    if (this.state?.person.unread) this.act("read");
  }
}
