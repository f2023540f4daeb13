// How long the letters about a release wait still; when they leave, the page asks how it went.

for (const line of document.querySelectorAll('[data-seconds]')) {
  const left = line.querySelector('[data-left]')
  const end = performance.now() + Number(line.dataset.seconds) * 1000
  const timer = setInterval(() => {
    const seconds = Math.ceil((end - performance.now()) / 1000)
    if (seconds > 0) {
      left.textContent = seconds
    } else {
      clearInterval(timer)
      line.textContent = line.dataset.over
      setTimeout(() => location.reload(), 5000)
    }
  }, 250)
}
