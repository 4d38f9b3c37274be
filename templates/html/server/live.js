"use strict";
// Shows how far a question is, and loads the page again once its state has changed.
const live = document.getElementById("live");
const events = new EventSource(live.dataset.events);
events.addEventListener("status", (event) => {
  const job = JSON.parse(event.data);
  if (job.state !== live.dataset.state || String(job.searched) !== live.dataset.searched) {
    events.close();
    location.reload();
    return;
  }
  const place = document.getElementById("place");
  if (place && job.place) place.textContent = `number ${job.place} in the queue`;
  for (const item of live.querySelectorAll("[data-stage]")) {
    const current = job.progress && item.dataset.stage === job.progress.stage;
    item.classList.toggle("current", Boolean(current));
    if (current) item.querySelector(".count").textContent = `${job.progress.done} of ${job.progress.total}`;
  }
});
