// Passkeys: ask the site what to ask, let the browser ask, and send its answer as a form.

import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'

if (browserSupportsWebAuthn()) {
  for (const note of document.querySelectorAll('[data-without-passkeys]')) note.hidden = true
  for (const form of document.querySelectorAll('[data-passkey]')) {
    const failed = form.querySelector('[data-failed]')
    const button = form.querySelector('button')
    form.hidden = false
    addEventListener('pageshow', () => (button.disabled = false)) // also after a step back
    form.addEventListener('submit', async (event) => {
      event.preventDefault()
      failed.textContent = ''
      button.disabled = true
      try {
        const asked = await fetch(form.dataset.passkey, {
          method: 'POST',
          headers: { 'X-CSRFToken': form.elements.csrf_token.value },
        })
        if (asked.redirected) {
          location.assign(asked.url) // a fresh proof is wanted first
          return
        }
        if (!asked.ok) throw new Error(asked.status)
        const optionsJSON = await asked.json()
        const answer = 'new' in form.dataset ? await startRegistration({ optionsJSON }) : await startAuthentication({ optionsJSON })
        form.elements.answer.value = JSON.stringify(answer)
        form.submit()
      } catch {
        failed.textContent = failed.dataset.failed
        button.disabled = false
      }
    })
  }
}
