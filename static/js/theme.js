// The appearance switch, without a reload. The cookie is what the server reads, so nothing flashes.
for (const form of document.querySelectorAll("[data-theme-switch]")) {
  form.addEventListener("submit", (event) => {
    const theme = event.submitter?.value;
    if (theme === undefined) return;
    event.preventDefault();
    const root = document.documentElement;
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    const age = theme ? 60 * 60 * 24 * 365 : 0;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `chantiers_theme=${theme}; path=/; max-age=${age}; samesite=lax${secure}`;
    for (const button of document.querySelectorAll("[data-theme-switch] button")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
  });
}
