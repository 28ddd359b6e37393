// The question of a step in large type, for the whole room; its answer waits until it is asked for.

feature("discuss", (stage) => {
  const {root, commands, mode, reader} = stage;
  const dialog = root.querySelector(".sg-discuss"), words = dialog.querySelector(".sg-discuss-words");
  const answer = dialog.querySelector("details");

  const copy = (from, into) => into.replaceChildren(...plainCopies(from.childNodes));

  function open(section) {
    const asked = reader.sections[section].querySelector(".sg-asked");
    if (!asked) { stage.announce("This step has no question."); return; }
    copy(asked, words);
    const known = reader.sections[section].querySelector(".sg-answer .sg-answered");
    answer.hidden = !known;
    answer.open = false;
    if (known) copy(known, answer.querySelector("div"));
    dialog.showModal();
    stage.setMode({question: true});
  }

  dialog.addEventListener("close", () => { if (mode.question) stage.setMode({question: false}); });
  stage.on("arrive", () => { if (dialog.open) dialog.close(); });
  commands.add("question", {
    keys: ["q"], says: "The question in large type", dialog, when: () => !stage.isSpeaker,
    run() { if (dialog.open) dialog.close(); else open(stage.section()); },
  });
  commands.add("answer", {
    keys: ["a"], says: "With the question: a possible answer", dialog, when: () => dialog.open && !answer.hidden,
    run() { answer.open = !answer.open; },
  });
});
