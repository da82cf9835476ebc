const { quotes } = require('../../quotes')

Page({
  data: { quotes },

  onLoad({ author = '' }) {
    const wanted = decodeURIComponent(author)
    this.setData({ quotes: quotes.filter((quote) => !wanted || quote.author === wanted) })
  },

  handleTap({ currentTarget }) {
    const { text } = this.data.quotes[currentTarget.dataset.index]
    wx.setClipboardData({ data: text })
  },
})
