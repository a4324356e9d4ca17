// What this window looks at, what it knows of the world (GET /state), and how it acts on it (POST /do).
import { clock, post, nextMonth, shortDay, $ } from "./dom.js";

const memory = JSON.parse(sessionStorage.getItem("at") || "{}");
export const at = { user: "UMARIA", channel: "", thread: "", phone: "+12015550123", tab: "messages", side: "phones", pane: "slack", read: {}, since: null, ...memory };
export const seen = { state: null, draw: () => {} };
let busy = false;

export const keep = () => sessionStorage.setItem("at", JSON.stringify(at));
export const go = change => {
  Object.assign(at, change);
  keep();
  return look(true);
};
export const look = async (anew = false) => {
  if (busy && !anew) return;
  busy = true;
  try {
    const asked = new URLSearchParams({ since: anew || !seen.state ? -1 : seen.state.version, user: at.user, channel: at.channel, thread: at.thread, phone: at.phone });
    const got = await (await fetch(`/state?${asked}`)).json();
    if (got.channels && asked.get("user") === at.user && asked.get("thread") === at.thread) { seen.state = got; arrive(got); seen.draw(); }
    else if (seen.state) seen.state.now = got.now;
    const when = new Date(got.now);
    $("now").textContent = `${shortDay(when)}, ${clock(when)}`;
    $("lock").textContent = clock(when);
    document.querySelector("[data-clock=month]").textContent = `To ${nextMonth(when)} 1, when plans renew`;
    document.body.classList.remove("away");
  } catch (problem) { document.body.classList.toggle("away", problem instanceof TypeError); if (!(problem instanceof TypeError)) throw problem; }
  finally { busy = false; }
};
export const act = async (verb, body = {}) => { const answer = await post(verb, { user: at.user, ...body }); look(); return answer; };

// What was there before a visitor came is not news to them.
const arrive = ({ now, phones }) => {
  if (at.since !== null) return;
  at.since = String(Date.parse(now) / 1000);
  for (const one of phones) at.read[one.number] = one.count;
  keep();
};
export const isNew = (key, latest) => latest > (at.read[key] || at.since);
