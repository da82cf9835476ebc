const dailyQuote = requirePlugin('dailyQuote')

Page({
  onLoad() {
    console.info(dailyQuote.getQuote().text)
  },

  handleChange({ detail }) {
    console.info(`换成了：${detail.text}`)
  },

  showAll() {
    wx.navigateTo({ url: 'plugin://dailyQuote/quote-list' })
  },
})
