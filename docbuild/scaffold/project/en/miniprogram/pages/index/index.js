const dailyQuote = requirePlugin('dailyQuote')

Page({
  onLoad() {
    console.info(dailyQuote.getQuote().text)
  },

  handleChange({ detail }) {
    console.info(`now showing: ${detail.text}`)
  },

  showAll() {
    wx.navigateTo({ url: 'plugin://dailyQuote/quote-list' })
  },
})
