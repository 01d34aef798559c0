// Copies values, and follows the request log: the server renders all there is, this only says when to fetch it anew.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  const label = button.getAttribute("aria-label");
  navigator.clipboard.writeText(button.dataset.copy).then(() => {
    button.textContent = "Copied";
    button.setAttribute("aria-label", label.replace("Copy", "Copied"));
    tell(label.replace("Copy", "Copied"));
    setTimeout(() => { button.textContent = "Copy"; button.setAttribute("aria-label", label); }, 2000);
  });
});

const live = document.getElementById("live");
if (live) {
  let due = null;
  let last = null;
  const fetchAnew = () => { due = null; htmx.trigger(live.dataset.refresh, "refresh"); };
  // once soon, and once more for what MongoDB had not got by then
  const refresh = () => {
    due ??= setTimeout(fetchAnew, 300);
    clearTimeout(last);
    last = setTimeout(fetchAnew, 2000);
  };
  const stream = new EventSource(live.dataset.stream);
  stream.onopen = () => { live.textContent = live.dataset.following; refresh(); };
  stream.onerror = () => {
    live.textContent = stream.readyState === EventSource.CLOSED
      ? "Not following any more. Load the page again."
      : "Not following at the moment; trying again.";
  };
  stream.addEventListener("request", refresh);
}

// Tells whoever listens to the page how far something is: a tenth at a time, for each second would be too much.
const told = document.getElementById("told");
const tell = (text) => { if (text && told.textContent !== text) told.textContent = text; };
document.addEventListener("htmx:afterSettle", (event) => {
  const { told: words, percent } = event.detail.elt.dataset;
  tell(words ?? (percent && `${Math.floor(percent / 10) * 10} percent`));
});

// When the page is loaded anew because the state is another one, the focus stays, what is typed too, and it is told.
const REFRESHED = "refreshed";
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Refresh") !== "true") return;
  const { id, value } = document.activeElement;
  sessionStorage.setItem(REFRESHED, JSON.stringify({ path: location.pathname, id, value }));
});
const refreshed = JSON.parse(sessionStorage.getItem(REFRESHED) ?? "{}");
sessionStorage.removeItem(REFRESHED);
if (refreshed.path === location.pathname) {
  const focused = refreshed.id && document.getElementById(refreshed.id);
  if (focused) {
    focused.focus();
    if (focused.value === "" && refreshed.value) focused.value = refreshed.value;
  }
  setTimeout(() => tell(document.querySelector("main [role=status]")?.textContent.trim().replace(/\s+/g, " ")), 500);
}
