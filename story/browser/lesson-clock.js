// The clock of a lesson in the speaker's window: time of day, time gone, and the pace.

const WORDS_A_PLACE = 20; // of a quiz, in the time of so many words

const minutesOf = (text) => clamp(Number(text) || 45, 1, 600);

// A clock that a store or another window tells of; of what is no clock nothing is taken.
function readClock(other, old) {
  const {minutes, gone, since, seen, skipped} = other || {};
  const numbers = (given, kept) => (Array.isArray(given) ? given.filter(Number.isInteger).slice(0, 999) : kept);
  return {
    minutes: Number.isFinite(minutes) ? minutesOf(minutes) : old.minutes,
    gone: Number.isFinite(gone) ? Math.max(0, gone) : old.gone,
    since: Number.isFinite(since) || since === null ? since : old.since,
    seen: numbers(seen, old.seen),
    skipped: numbers(skipped, old.skipped),
  };
}

function createLessonClock(stage, part, sections, changed) {
  const weights = sections.map((section) => ({
    minutes: Number(section.dataset.minutes) || 0,
    words: ["h1, h2", ".sg-body", ".sg-asked", ".sg-notes", ".sg-card > p:not(.sg-hint, .sg-begin)"].reduce((sum, selector) =>
      [...section.querySelectorAll(selector)].reduce((all, found) => all + found.textContent.split(/\s+/).length, sum),
    section.querySelector(".sg-quiz-start") ? WORDS_A_PLACE * stage.scene.quiz.count : 0),
  }));
  const length = part("length");
  // gone: milliseconds before the last start; since: time of the last start, or null while it stands;
  // seen, skipped: sections that were shown, and those jumped over, whose time the others have
  let value = {minutes: minutesOf(recall("lesson minutes")), gone: 0, since: null, seen: [], skipped: []};
  try { value = readClock(JSON.parse(recallHere("clock")), value); } catch { /* new */ }
  const planned = () => planLesson(withoutSkipped(weights, value.skipped), value.minutes);
  let plan = planned(), at = -1;

  function set(change) {
    value = {...value, ...change};
    plan = planned();
    length.value = value.minutes;
    rememberHere("clock", JSON.stringify(value));
    bars();
    show(Math.max(0, at));
    changed();
  }
  const gone = () => value.gone + (value.since === null ? 0 : Date.now() - value.since);

  // each step's share of the lesson, as wide as it is long
  function bars() {
    part("plan").replaceChildren(...plan.map((end, i) => {
      const bar = document.createElement("i");
      bar.style.flexGrow = String(Math.max(0.001, end - (i ? plan[i - 1] : 0)));
      return bar;
    }));
  }

  // Where the lesson is now. What lies before the section where it begins counts as seen.
  function move(section) {
    const from = at < 0 ? section : at, seen = new Set(value.seen.length ? value.seen : Array(section).keys());
    seen.add(section);
    at = section;
    set({seen: [...seen], skipped: skippedAfter(from, section, seen, value.skipped)});
  }

  function show(section) {
    if (section !== at) move(section);
    const now = new Date(), elapsed = gone(), {late, left} = paceOf(plan, section, elapsed);
    const put = (name, text) => { if (part(name).textContent !== text) part(name).textContent = text; };
    put("clock", now.toLocaleTimeString(document.documentElement.lang || "en", {hour: "2-digit", minute: "2-digit", hourCycle: "h23"}));
    put("gone", clockText(elapsed));
    const share = plan[section] - (section ? plan[section - 1] : 0);
    put("share", `This step: ${clockText(share)}${left < 0 ? ", used up" : left < share ? `, ${clockText(left)} left` : ""}`);
    put("pace", Math.abs(late) < 15000 ? "On time" : late > 0 ? `${clockText(late)} behind` : `${clockText(-late)} ahead`);
    part("pace").dataset.pace = Math.abs(late) < 15000 ? "fine" : late > 0 ? "late" : "early";
    put("toggle", value.since === null ? (value.gone ? "Go on" : "Start") : "Pause");
    [...part("plan").children].forEach((bar, i) => { bar.className = i < section ? "sg-done" : i === section ? "sg-now" : ""; });
    part("needle").style.left = `${clamp(elapsed / (value.minutes * 60000), 0, 1) * 100}%`;
  }

  length.addEventListener("change", () => {
    const minutes = minutesOf(length.value);
    remember("lesson minutes", String(minutes));
    set({minutes});
  });
  const start = () => { if (value.since === null && !value.gone) set({since: Date.now()}); };
  part("toggle").addEventListener("click", () => set(value.since === null ? {since: Date.now()} : {gone: gone(), since: null}));
  part("reset").addEventListener("click", () => set({gone: 0, since: null, seen: [at], skipped: []}));
  length.value = value.minutes;
  bars();
  return {show, start, value: () => value, take: (other) => set(readClock(other, value)), isStarted: () => value.gone > 0 || value.since !== null};
}
