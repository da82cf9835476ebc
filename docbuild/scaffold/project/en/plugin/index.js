// What the plugin gives to those who call requirePlugin('dailyQuote').
const { quotes } = require('./quotes')

const DAY = 24 * 60 * 60 * 1000

/** The quote of a day, by default of today; a day always has the same. */
function getQuote(date = new Date()) {
  return quotes[Math.floor(date.getTime() / DAY) % quotes.length]
}

module.exports = { getQuote }
