// "Since then" is a switch for the whole page, off at first: what came after the story's own time
// opens at every step, and closes again. One may also open it at one step only.

feature("later", (stage) => {
  const {root, commands} = stage;
  const switches = root.querySelectorAll("[data-command=since][role=switch]");
  let on = recall("since then") === "on";

  // A chart says what it shows; what later figures it hides it does not say either.
  const charts = [...root.querySelectorAll(".sg-chart-svg[data-before]")].map((chart) => ({
    chart, fold: chart.closest(".sg-card").querySelector(".sg-since"), all: chart.dataset.all = chart.getAttribute("aria-label")}));
  function say() {
    for (const {chart, all, fold} of charts) chart.setAttribute("aria-label", on || (fold && fold.open) ? all : chart.dataset.before);
  }
  for (const {fold} of charts) if (fold) fold.addEventListener("toggle", say);

  function apply() {
    document.documentElement.classList.toggle("sg-later-on", on);
    for (const fold of root.querySelectorAll(".sg-since")) fold.open = on;
    for (const button of switches) button.setAttribute("aria-checked", String(on));
    say();
  }
  commands.add("since", {
    keys: ["t"], says: "Since then: show or hide what came later, at every step",
    run() {
      on = !on;
      remember("since then", on ? "on" : "off");
      apply();
      if (stage.mode.presenting) stage.refit();
      stage.setMode({later: on}); // the slider of years follows, and the speaker's window hears of it
      const section = stage.reader.sections[stage.section()], fold = section.querySelector(".sg-since");
      if (on && fold && stage.mode.presenting) bringIntoView(cardOf(section), fold);
      stage.announce(on ? "What came since is shown." : "What came since is hidden.");
    },
  });
  stage.mode.later = on;
  apply();
});
