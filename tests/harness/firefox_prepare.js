// Makes ready for a fresh tab. arguments[0]: 1 for a reader who asks for less motion, else 0.
window.storyglobeProblems.length = 0;
Services.prefs.setIntPref("ui.prefersReducedMotion", arguments[0]);
// what an earlier page left in its store is none of the next one's business
return new Promise((done) => {
  Services.clearData.deleteData(Ci.nsIClearDataService.CLEAR_DOM_STORAGES, {onDataDeleted: done});
});
