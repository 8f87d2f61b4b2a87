// The button that prints the page: without this module, the browser's own menu does.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    // What is lazy is not on paper yet.
    const pictures = [...document.images];
    for (const each of pictures) each.loading = "eager";
    await Promise.all(pictures.map((each) => each.decode().catch(() => {})));
    print();
  });
}
