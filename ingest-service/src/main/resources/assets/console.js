// Copies values, and follows the request log: the server renders all there is, this only says when to fetch it anew.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  const label = button.getAttribute("aria-label");
  navigator.clipboard.writeText(button.dataset.copy).then(() => {
    button.textContent = "Copied";
    button.setAttribute("aria-label", label.replace("Copy", "Copied"));
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
