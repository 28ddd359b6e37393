// What axe finds in the page against WCAG 2.2 A and AA, a line each.
async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
  const {violations} = await window.axe.run(SCOPE, {runOnly: tags, resultTypes: ["violations"]});
  return violations.flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) =>
    `${id}: ${target.join(" ")}: ${failureSummary.replace(/\s+/g, " ").slice(0, 160)}`));
}
