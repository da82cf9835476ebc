const { getWeather } = require('../../api/weather')

// 空气质量指数的等级，依次为上限、名称和颜色。
const LEVELS = [
  { limit: 50, name: '优', color: '#07c160' },
  { limit: 100, name: '良', color: '#d9a400' },
  { limit: 150, name: '轻度污染', color: '#f07c00' },
  { limit: 200, name: '中度污染', color: '#d93026' },
  { limit: Infinity, name: '重度污染', color: '#7b2d8e' },
]

Component({
  properties: {
    city: { type: String, value: '' },
    detail: { type: Boolean, value: true },
  },

  data: { air: null, level: null },

  observers: {
    city(city) {
      if (!city) return
      getWeather({ city }).then(
        ({ air }) => this.setData({ air, level: LEVELS.find(({ limit }) => air.aqi <= limit) }),
        ({ code, message }) => this.triggerEvent('error', { code, message })
      )
    },
  },
})
