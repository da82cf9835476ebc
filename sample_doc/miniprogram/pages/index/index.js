const qingyu = requirePlugin('qingyu')

Page({
  data: { city: '广州', unit: 'celsius' },

  onLoad() {
    qingyu.getForecast({ city: this.data.city, days: 1 }).then(([today]) => {
      console.info(`今天 ${today.low}° 到 ${today.high}°`)
    })
  },

  pickCity() {
    wx.navigateTo({
      url: `plugin://qingyu/city-picker?current=${encodeURIComponent(this.data.city)}`,
      events: { select: ({ city }) => this.setData({ city }) },
    })
  },

  handleError({ detail }) {
    wx.showToast({ title: detail.message, icon: 'none' })
  },
})
