// The simulated clock: shown in the header and in the bubbles, moved by the buttons beside it.

import { post } from "./control.js";

const OFFSETS = { "Asia/Jakarta": "+07:00", "Asia/Makassar": "+08:00", "Asia/Jayapura": "+09:00" };
const time = document.getElementById("clock-time");
const date = document.getElementById("clock-date");
const zone = document.getElementById("clock-zone");
const input = document.getElementById("clock-input");
const real = document.getElementById("clock-real");

let known = { now: new Date().toISOString(), rate: 1, real: true };
let knownAt = performance.now();
const listeners = [];

export function setClock(clock) {
  known = clock;
  knownAt = performance.now();
  real.classList.toggle("is-on", clock.real);
  tick();
}

export const onZoneChange = (listener) => listeners.push(listener);

const inZone = (options) => new Intl.DateTimeFormat("id-ID", { timeZone: zone.value, ...options });

export const hour = (seconds) => inZone({ hour: "2-digit", minute: "2-digit" }).format(seconds * 1000);

export const day = (seconds) => inZone({ day: "numeric", month: "long", year: "numeric" }).format(seconds * 1000);

function tick() {
  const now = Date.parse(known.now) + (performance.now() - knownAt) * known.rate;
  time.textContent = inZone({ hour: "2-digit", minute: "2-digit" }).format(now);
  date.textContent = inZone({ weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(now);
}

setInterval(tick, 1000);

zone.value = localStorage.getItem("zone") ?? "Asia/Jakarta";
zone.addEventListener("change", () => {
  localStorage.setItem("zone", zone.value);
  tick();
  listeners.forEach((listener) => listener());
});

for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", () => post("clock", { advance: Number(button.dataset.advance) }));
}
real.addEventListener("click", () => post("clock", { real: true }));
document.getElementById("clock-form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (input.value) post("clock", { set: `${input.value}:00${OFFSETS[zone.value]}` });
});
