// Shows what concerns passkeys only where the browser has them, and says when one did not work.
const shown = (selector, visible) => {
  for (const element of document.querySelectorAll(selector)) element.hidden = !visible
}
const available = window.isSecureContext && "PublicKeyCredential" in window

shown("[data-passkeys]", available)
shown("[data-passkeys-needed] ~ [data-passkeys-missing]", !available)
document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  shown("[data-passkey-failed]", true)
})
