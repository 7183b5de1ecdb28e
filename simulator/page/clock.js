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

function now() {
  const from = Date.parse(known.now);
  const passed = performance.now() - knownAt;
  if (!known.until) return from + passed * known.rate;
  const until = Date.parse(known.until);
  const rest = passed - (until - from) / known.fast;
  return rest < 0 ? from + passed * known.fast : until + rest * known.rate;
}

function tick() {
  const present = now();
  time.textContent = inZone({ hour: "2-digit", minute: "2-digit" }).format(present);
  date.textContent = inZone({ weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(present);
}

setInterval(tick, 200);

zone.value = localStorage.getItem("zone") ?? "Asia/Jakarta";
zone.addEventListener("change", () => {
  localStorage.setItem("zone", zone.value);
  tick();
  listeners.forEach((listener) => listener());
});

// Moments worth looking at: the demo names them, the page only knows that each is a wish for the clock.
export function setMoments(moments) {
  const place = document.getElementById("moments");
  if (place.childElementCount === moments.length) return;
  place.replaceChildren(
    ...moments.map(({ label, wish }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => post("clock", wish));
      return button;
    }),
  );
}

for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", () => post("clock", { advance: Number(button.dataset.advance) }));
}
real.addEventListener("click", () => post("clock", { real: true }));
document.getElementById("clock-form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (input.value) post("clock", { set: `${input.value}:00${OFFSETS[zone.value]}` });
});
