const quotes = [
  { text: 'Well begun is half done.', author: 'Aristotle' },
  { text: 'Fortune favours the bold.', author: 'Virgil' },
  { text: 'Knowledge is power.', author: 'Francis Bacon' },
  { text: 'Brevity is the soul of wit.', author: 'William Shakespeare' },
  { text: 'Lost time is never found again.', author: 'Benjamin Franklin' },
  { text: 'Nature does nothing in vain.', author: 'Aristotle' },
  { text: 'Seize the day.', author: 'Horace' },
]

module.exports = { quotes }
