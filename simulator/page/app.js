// Keeps the page in step with the simulator: fetches what changed, draws it, waits for the next change.

import { onZoneChange, setClock, setMoments } from "./clock.js";
import { get } from "./control.js";
import { Phone } from "./phone.js";

const place = document.getElementById("phones");
const people = document.getElementById("people");
const lost = document.getElementById("lost");
const phones = new Map();

onZoneChange(() => phones.forEach((phone) => phone.redraw()));

function draw(state) {
  document.getElementById("bot-name").textContent = state.bot.first_name;
  setClock(state.clock);
  setMoments(state.moments);
  for (const id of state.order) {
    if (!phones.has(id)) {
      const phone = new Phone(id, phones.size, state.bot);
      phones.set(id, phone);
      place.append(phone.seat);
      people.append(phone.jump);
    }
  }
  for (const phone of state.phones) phones.get(phone.person.id)?.draw(phone);
  for (const [id, list] of Object.entries(state.commands)) phones.get(Number(id))?.writer.setCommands(list);
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function follow() {
  let version = -1;
  for (;;) {
    try {
      const state = await get(`state?since=${version}`);
      lost.hidden = true;
      draw(state);
      version = state.version;
      document.body.dataset.version = version;
      await get(`events?since=${version}&timeout=25`);
    } catch {
      lost.hidden = false;
      version = -1;
      await pause(1000);
    }
  }
}

follow();
