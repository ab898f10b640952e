/* Files dropped anywhere on the drop zone go into its input; without this script the input works as ever. */
document.addEventListener("dragover", (event) => {
  const zone = event.target.closest?.("[data-drop]");
  if (!zone) return;
  event.preventDefault();
  zone.classList.add("over");
});
document.addEventListener("dragleave", (event) => event.target.closest?.("[data-drop]")?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  const zone = event.target.closest?.("[data-drop]");
  if (!zone || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  zone.classList.remove("over");
  zone.querySelector("input[type=file]").files = event.dataTransfer.files;
});
