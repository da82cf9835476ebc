// 插件对外的接口：使用者通过 requirePlugin('dailyQuote') 得到这个对象。
const { quotes } = require('./quotes')

const DAY = 24 * 60 * 60 * 1000

/** 某一天的句子，默认今天；同一天总是同一句。 */
function getQuote(date = new Date()) {
  return quotes[Math.floor(date.getTime() / DAY) % quotes.length]
}

module.exports = { getQuote }
