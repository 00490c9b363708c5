// The one script of the room. Every page works without it; with it, a list says when the archive
// has changed, details open for printing, and the keys j, k and / move about.
"use strict";

const NEWS_EVERY = 20_000;

/** Asks whether the archive has changed since the list was made, and offers to show it. */
async function news() {
  const { revision, news: words, show } = document.body.dataset;
  if (!revision || document.hidden) return;
  const answer = await fetch("/api/v1/revision", { cache: "no-cache" }).catch(() => null);
  if (!answer?.ok || (await answer.json()).revision === revision) return;
  clearInterval(asking);
  const line = document.createElement("p");
  line.className = "news";
  line.setAttribute("role", "status");
  line.append(words);
  const again = document.createElement("a");
  again.href = location.href;
  again.append(show);
  line.append(again);
  document.querySelector("main").prepend(line);
}

/** Moves to the next or the previous item, fact or sentence. */
function move(step) {
  const all = [...document.querySelectorAll(".item a, .facts > li, .disputed, .choose input")].filter(
    (e) => e.offsetParent !== null && (e.tagName !== "A" || e.closest("h2, h3"))
  );
  if (!all.length) return;
  const here = all.findIndex((e) => e === document.activeElement);
  const next = all[Math.min(all.length - 1, Math.max(0, here + step))];
  if (!next.matches("a, input")) next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "center" });
}

document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input:not([type=checkbox]), select, textarea");
  if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "/") {
    const field = document.querySelector("input[type=search]");
    if (!field) return;
    field.focus();
  } else return;
  event.preventDefault();
});

addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not(.cite)")) details.open = true;
});

const asking = setInterval(news, NEWS_EVERY);
