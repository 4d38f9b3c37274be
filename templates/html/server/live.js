"use strict";
// Shows how far a question is, and loads the page again once its state has changed.
const live = document.getElementById("live");
const CHECK_MS = 10000;

function show(job) {
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
}

const events = new EventSource(live.dataset.events);
events.addEventListener("status", (event) => show(JSON.parse(event.data)));

// A connection may be dead and not seem so: after a sleep, behind a proxy, or to a server that was killed.
setInterval(async () => {
  const answer = await fetch(live.dataset.events.replace(/\/events$/, "")).catch(() => null);
  if (answer && answer.ok) show(await answer.json());
}, CHECK_MS);
