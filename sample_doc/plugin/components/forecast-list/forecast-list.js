const { getForecast } = require('../../api/weather')
const { convert } = require('../../api/unit')

const SIGNS = { sunny: '☀', cloudy: '⛅', rainy: '☂' }

Component({
  properties: {
    city: { type: String, value: '' },
    days: { type: Number, value: 7 },
    unit: { type: String, value: '' },
  },

  data: { rows: [] },

  observers: {
    'city, days, unit'(city, days, unit) {
      if (!city) return
      getForecast({ city, days }).then(
        (forecast) => this.setData({ rows: forecast.map((day) => this.row(day, unit)) }),
        ({ code, message }) => this.triggerEvent('error', { code, message })
      )
    },
  },

  methods: {
    row(day, unit) {
      return {
        ...day,
        name: day.index === 0 ? '今天' : `${day.index} 天后`,
        sign: SIGNS[day.weather],
        low: convert(day.low, unit),
        high: convert(day.high, unit),
      }
    },

    handleTap({ currentTarget }) {
      const { index, weather, low, high } = this.data.rows[currentTarget.dataset.index]
      this.triggerEvent('daytap', { index, weather, low, high })
    },
  },
})
