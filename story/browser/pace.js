// How a lesson is going: pure functions over the weights of its sections.

// Each section: {minutes} when the author gave them, and {words}. Returns the planned end of each in
// milliseconds; what is not given shares the rest of the lesson by words.
function planLesson(sections, lessonMinutes) {
  const given = sections.reduce((sum, {minutes}) => sum + (minutes || 0), 0);
  const words = sections.reduce((sum, section) => sum + (section.minutes ? 0 : section.words), 0);
  // steps that ask for more than the lesson has are all cut alike
  const squeeze = given > lessonMinutes || !words ? lessonMinutes / given : 1;
  const rest = Math.max(0, lessonMinutes - given);
  let end = 0;
  return sections.map((section) => {
    end += section.minutes ? section.minutes * squeeze : words ? rest * section.words / words : 0;
    return end * 60000;
  });
}

// Sections left out take no time: the others share it. `seen` are the sections that were shown.
function skippedAfter(from, to, seen, skipped) {
  const passed = Array.from({length: Math.max(0, to - from - 1)}, (_, i) => from + 1 + i).filter((section) => !seen.has(section));
  return [...new Set([...skipped, ...passed])].filter((section) => section !== to).sort((a, b) => a - b);
}
const withoutSkipped = (sections, skipped) => sections.map((section, i) => (skipped.includes(i) ? {minutes: 0, words: 0} : section));

// {late, left}: milliseconds behind the plan (negative: ahead of it), and left for this section.
function paceOf(plan, section, elapsed) {
  const begin = section ? plan[section - 1] : 0, end = plan[section];
  const late = elapsed > end ? elapsed - end : elapsed < begin ? elapsed - begin : 0;
  return {late, left: end - elapsed};
}

function clockText(ms) {
  const all = Math.floor(Math.abs(ms) / 1000), hours = Math.floor(all / 3600);
  const two = (n) => String(n).padStart(2, "0");
  const minutes = Math.floor(all / 60) % 60;
  return `${ms < -999 ? "−" : ""}${hours ? `${hours}:${two(minutes)}` : minutes}:${two(all % 60)}`;
}
