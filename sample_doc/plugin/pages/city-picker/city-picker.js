const { searchCities } = require('../../api/weather')

Page({
  data: { cities: [], current: '' },

  onLoad({ current = '' }) {
    this.setData({ cities: searchCities(), current: decodeURIComponent(current) })
  },

  handleInput({ detail }) {
    this.setData({ cities: searchCities(detail.value) })
  },

  handleTap({ currentTarget }) {
    const { name } = this.data.cities[currentTarget.dataset.index]
    this.getOpenerEventChannel().emit('select', { city: name })
    wx.navigateBack()
  },
})
