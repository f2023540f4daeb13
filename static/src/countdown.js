// Counts down to the end of a turn, or up from it: what has `data-due` says what is left of it.

const two = (number) => String(number).padStart(2, '0')

export function count(element, present) {
  const seconds = Math.round((Date.parse(element.dataset.due) - present) / 1000)
  const whole = Math.abs(seconds)
  const words = seconds < 0 ? element.dataset.over : element.dataset.left
  element.textContent = `${Math.floor(whole / 60)}:${two(whole % 60)} ${words}`
  element.classList.toggle('is-over', seconds < 0)
}
